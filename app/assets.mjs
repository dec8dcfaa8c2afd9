// Trunk's last step: puts what index.html names into dist/assets/, under names with the hash of what they hold, and
// writes these names into the page. So a browser may keep each file for ever.
//
//   /boot.js        boot.js, with the JavaScript that wasm-bindgen has made
//   /app.wasm       the program
//   /style.css      style/index.css, with all it imports
//   /text/en.json   the messages of a language, sorted by key and without their keys: the program knows their places
//
// In a release the program is also made smaller: wasm-opt, and short names for what it imports and exports (4 KiB,
// docs/decisions/0002).

import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const source = process.env.TRUNK_SOURCE_DIR;
const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === "release";
const wasmOpt = join(source, "../node_modules/.bin/wasm-opt");

async function bundle(entry, program) {
  const { outputFiles } = await build({
    entryPoints: [join(source, entry)],
    alias: program && { program },
    bundle: true,
    format: "esm",
    target: "esnext",
    minify: release,
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

// Trunk's own names have a hash too; there is one file of each kind.
async function made(suffix) {
  const files = (await readdir(staging)).filter((file) => file.startsWith("app-") && file.endsWith(suffix));
  if (files.length !== 1) throw new Error(`one app-…${suffix} expected, not ${files.length}`);
  return join(staging, files[0]);
}

async function shrink(wasm, script) {
  const passes = ["-Os", "--strip-debug", "--strip-producers", "--minify-imports-and-exports-and-modules"];
  const names = JSON.parse(execFileSync(wasmOpt, [...passes, wasm, "-o", wasm]));
  const short = new Map([...names.imports.map(([, long, short]) => [long, short]), ...names.exports]);
  const [[module]] = names.imports;
  const text = await readFile(script, "utf8");
  const renamed = text.replaceAll(/[\w$]+/g, (word) => short.get(word) ?? word).replaceAll(module, "a");
  await writeFile(script, renamed);
}

async function messages(language) {
  const read = JSON.parse(await readFile(join(source, `src/text/${language}.json`), "utf8"));
  const list = Object.keys(read).sort().map((key) => read[key]);
  return JSON.stringify(list.map((message) => (typeof message === "string" ? message : [message.one, message.other])));
}

const [wasm, script] = [await made("_bg.wasm"), await made(".js")];
if (release) await shrink(wasm, script);

const assets = {
  "/icon.svg": await readFile(join(source, "icon.svg")),
  "/style.css": await bundle("../style/index.css"),
  "/text/en.json": await messages("en"),
  "/text/fr.json": await messages("fr"),
  "/app.wasm": await readFile(wasm),
  "/boot.js": await bundle("boot.js", script),
};
await Promise.all([rm(wasm), rm(script), mkdir(join(staging, "assets"))]);

let page = await readFile(join(staging, "index.html"), "utf8");
for (const [name, content] of Object.entries(assets)) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const [, stem, extension] = name.match(/([^/]+)(\.\w+)$/);
  const hashed = `/assets/${stem}-${hash}${extension}`;
  await writeFile(join(staging, hashed), content);
  page = page.replaceAll(`"${name}"`, `"${hashed}"`);
}
await writeFile(join(staging, "index.html"), page);
