// Builds wiki/static/dist: scripts, style sheets, one sprite, names with content hashes, compressed beside.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2] ?? join(here, "../wiki/static/dist");

const ICONS = [
  "archive", "arrow-left", "arrow-right", "check", "circle-alert", "clock", "download", "external-link", "eye", "file-text",
  "info", "link", "lock", "menu", "move", "pencil", "plus", "printer", "search", "share", "trash-2", "triangle-alert",
  "undo-2", "user", "x",
];

async function bundle(entry) {
  const result = await build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, format: "iife", target: "es2020",
    legalComments: "none", charset: "utf8",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function inside(file) {
  const svg = readFileSync(file, "utf8");
  return svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "")
    .replace(/\s+/g, " ").replace(/ ?\/>/g, "/>").replace(/> </g, "><").trim();
}

function sprite() {
  const symbol = (id, body) => `<symbol id="${id}" viewBox="0 0 24 24">${body}</symbol>`;
  const lucide = ICONS.map((name) => symbol(name, inside(join(here, "node_modules/lucide-static/icons", `${name}.svg`))));
  const own = readdirSync(join(here, "art")).filter((name) => name !== "favicon.svg").sort()
    .map((name) => symbol(basename(name, ".svg"), inside(join(here, "art", name))));
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${lucide.join("")}${own.join("")}</svg>\n`);
}

const assets = {
  "editor.css": await bundle("css/editor.css"),
  "editor.js": await bundle("js/editor.js"),
  "favicon.svg": readFileSync(join(here, "art/favicon.svg")),
  "share.css": await bundle("css/share.css"),
  "share.js": await bundle("js/share.js"),
  "site.css": await bundle("css/site.css"),
  "site.js": await bundle("js/site.js"),
  "sprite.svg": sprite(),
};

mkdirSync(out, { recursive: true });
const manifest = {};
for (const [name, content] of Object.entries(assets)) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  const file = `${basename(name, extension)}-${hash}${extension}`;
  manifest[name] = file;
  writeFileSync(join(out, file), content);
  const gz = gzipSync(content, { level: 9 }); // zlib leaves the time 0
  gz[9] = 255; // "unknown system": the same bytes wherever it is built
  writeFileSync(join(out, `${file}.gz`), gz);
  writeFileSync(join(out, `${file}.br`), brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  }));
}
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

const current = new Set(["manifest.json", ...Object.values(manifest).flatMap((file) => [file, `${file}.gz`, `${file}.br`])]);
for (const file of readdirSync(out)) if (!current.has(file)) rmSync(join(out, file));
