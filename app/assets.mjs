// Trunk's last step: puts what index.html names into dist/assets/, under names with the hash of what they hold, and
// writes these names into the page. So a browser may keep each file for ever.
//
//   /app.wasm       the program (program.mjs), and beside it the parts that are loaded when they are first needed
//   /boot.js        boot.js, with the JavaScript that wasm-bindgen has made, and part.js for the parts
//   /style.css      style/index.css, with all it imports
//   /text/en.json   the messages of a language, sorted by key and without their keys: the program knows their places
//
// Besides, it writes dist/plain.css, which the worker's own page names.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { program } from "./program.mjs";

const source = process.env.TRUNK_SOURCE_DIR;
const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === "release";

/// Writes a file under a name with its hash, and tells the name.
async function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const [, stem, extension] = name.match(/([^/]+)(\.\w+)$/);
  const hashed = `${stem}-${hash}${extension}`;
  await writeFile(join(staging, "assets", hashed), content);
  return hashed;
}

async function bundle(entry, alias = {}) {
  // wasm-bindgen names the loader of the parts twice, as the same thing.
  const logOverride = { "duplicate-object-key": "silent" };
  const options = { logOverride, bundle: true, format: "esm", target: "esnext", write: false, logLevel: "warning", minify: release };
  const { outputFiles } = await build({ entryPoints: [join(source, entry)], alias, ...options });
  return outputFiles[0].contents;
}

async function messages(language) {
  const read = JSON.parse(await readFile(join(source, `src/text/${language}.json`), "utf8"));
  const list = Object.keys(read).sort().map((key) => read[key]);
  return JSON.stringify(list.map((message) => (typeof message === "string" ? message : [message.one, message.other])));
}

// What Trunk has made of the program, and this makes anew.
const superseded = (await readdir(staging)).filter((file) => file.startsWith("app-"));
await Promise.all(superseded.map((file) => rm(join(staging, file))));
await mkdir(join(staging, "assets"));

const { folder, parts } = await program(source, release);
const loader = join(folder, "__wasm_split.js");
let loading = await readFile(loader, "utf8");
for (const [file, content] of parts) {
  if (file !== "app_bg.wasm") loading = loading.replaceAll(file, await keep(file, content));
}
const asking = "fetch(new URL(";
if (!loading.includes(asking)) throw new Error("the parts are fetched in another way than this expects");
await writeFile(loader, `import { part } from "part";\n${loading.replaceAll(asking, "part(new URL(")}`);

const assets = {
  "/icon.svg": await readFile(join(source, "icon.svg")),
  "/style.css": await bundle("../style/index.css"),
  "/text/en.json": await messages("en"),
  "/text/fr.json": await messages("fr"),
  "/app.wasm": parts.get("app_bg.wasm"),
  "/boot.js": await bundle("boot.js", { program: join(folder, "app.js"), part: join(source, "part.js") }),
};
let page = await readFile(join(staging, "index.html"), "utf8");
for (const [name, content] of Object.entries(assets)) {
  page = page.replaceAll(`"${name}"`, `"/assets/${await keep(name, content)}"`);
}
await writeFile(join(staging, "index.html"), page);
await writeFile(join(staging, "plain.css"), await bundle("../style/plain.css"));
