-- Asks for the addresses in the file named after `--`, one after the other, as a browser that takes gzip.
local paths = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = wrk.format("GET", line, { ["Accept-Encoding"] = "gzip" })
  end
end

function request()
  at = at % #paths + 1
  return paths[at]
end
