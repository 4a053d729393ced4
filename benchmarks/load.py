"""Load on a server: as many requests as it answers, for some seconds, over kept connections."""

import asyncio
import itertools
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("paths.lua")


def requests_a_second(port: int, paths: Sequence[str], seconds: float) -> float:
    """How many requests a second were answered with 200; by wrk where it is installed, else by a client in Python.

    The client in Python takes as much time as the server, so its ratios come out too good.
    """
    return _by_wrk(port, paths, seconds) if shutil.which("wrk") else asyncio.run(_by_python(port, paths, seconds))


def _by_wrk(port: int, paths: Sequence[str], seconds: float) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths))
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}"]
        said = subprocess.run([*command, "--", file.name], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"not every answer was good:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found
    return float(found[1])


async def _by_python(port: int, paths: Sequence[str], seconds: float) -> float:
    begun = time.perf_counter()
    wanted = itertools.cycle(paths)

    async def ask() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        done = 0
        while time.perf_counter() - begun < seconds:
            request = f"GET {next(wanted)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n"
            writer.write(request.encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            if b" 200 " not in head.split(b"\r\n")[0] or not length:
                raise SystemExit(f"not every answer was good:\n{head.decode()}")
            await reader.readexactly(int(length[1]))
            done += 1
        writer.close()
        return done

    counts = await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - begun)
