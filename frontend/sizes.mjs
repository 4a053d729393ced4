// Prints what each built file weighs, plain and compressed, as the table of README.md.
import { readFileSync, statSync } from "node:fs";

const dist = new URL("../wiki/static/dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist)));
const size = (file) => String(statSync(new URL(file, dist)).size).padStart(7);
console.log("| File | Bytes | gzip | brotli |\n|---|---:|---:|---:|");
for (const [name, file] of Object.entries(manifest)) {
  console.log(`| ${name} | ${size(file)} | ${size(`${file}.gz`)} | ${size(`${file}.br`)} |`);
}
