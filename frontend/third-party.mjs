// Writes the part of THIRD_PARTY.md between the two marks: what is in the bundles, at which version, under which licence text.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const target = new URL("../THIRD_PARTY.md", import.meta.url);
const [START, END] = ["<!-- frontend: written by frontend/third-party.mjs -->", "<!-- /frontend -->"];
const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url)));

const texts = new Map();
const rows = [];
for (const [path, { version, license, optional, dev }] of Object.entries(lock.packages).sort()) {
  if (!path || optional) continue;
  const name = path.replace(/^.*node_modules\//, "");
  const folder = new URL(`${path}/`, import.meta.url);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(new URL(file, folder), "utf8").replace(/\r/g, "").trim() : "";
  rows.push(`| ${name} | ${version} | ${license} | ${dev ? "builds the assets" : "in the assets"} |`);
  if (text) texts.set(text, [...(texts.get(text) ?? []), name]);
}

const part = [
  START, "", "## In the built assets", "", "| Package | Version | License | Use |", "|---|---|---|---|", ...rows, "",
  ...[...texts].flatMap(([text, names]) => [`### ${[...new Set(names)].join(", ")}`, "", "```text", text, "```", ""]), END,
].join("\n");

const before = existsSync(target) ? readFileSync(target, "utf8") : "# Third-party software\n";
const place = new RegExp(`${START}[\\s\\S]*${END}`);
const whole = place.test(before) ? before.replace(place, () => part) : `${before.trimEnd()}\n\n${part}\n`;
if (process.argv.includes("--check")) process.exit(whole === before ? 0 : 1);
writeFileSync(target, whole);
