// What has to travel: the first load of the page in KiB of brotli 11, the worker in KiB of gzip. `make sizes`.
//
// The worker is what `wrangler deploy` would upload, by wrangler's own sum: the bundle that it makes, not the files it is made of.
//
// The first load is everything that Home needs before it can be used: the page, and what the page names, which is its
// style, the boot script, the program, and the messages of one language. The icon and the other language are not, nor
// are the parts that the program fetches once it has come to rest (app/src/pages/parts.rs); they are listed apart.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const KIB = 1024;

/** What was built: `first` and `parts` as lists of files, `worker` in KiB of gzip. */
export function sizes() {
  const page = readFileSync("dist/index.html", "utf8");
  const named = [...page.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, path]) => join("dist", path));
  const needed = named.filter((path) => !/\.svg$|\/fr-[^/]*json$/.test(path));
  const later = files("dist/assets").filter((path) => path.endsWith(".wasm") && !named.includes(path));
  return {
    first: ["dist/index.html", ...needed].map(measured),
    parts: later.map(measured),
    worker: uploaded(),
  };
}

/** The KiB of several files together. */
export const kib = (rows) => rows.reduce((sum, { small }) => sum + small, 0) / KIB;

/** KiB of gzip by `wrangler deploy --dry-run`: `Total Upload: 2618.13 KiB / gzip: 881.51 KiB`. */
function uploaded() {
  const args = ["deploy", "--dry-run", "--outdir", "target/bench/upload"];
  const text = execFileSync("wrangler", args, { encoding: "utf8", env: { ...process.env, WRANGLER_SEND_METRICS: "false" } });
  const found = /gzip: ([\d.]+) KiB/.exec(text);
  if (!found) throw new Error(`wrangler did not say how much it would upload:\n${text}`);
  return Number(found[1]);
}

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

function brotli(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

function measured(path) {
  const bytes = readFileSync(path);
  return { path: relative("dist", path), raw: bytes.length, small: brotli(bytes) };
}

function print(title, rows) {
  console.log(title);
  for (const { path, raw, small } of rows.toSorted((a, b) => b.small - a.small)) {
    console.log(`  ${(small / KIB).toFixed(1).padStart(7)} KiB  ${(raw / KIB).toFixed(1).padStart(8)} raw  ${path}`);
  }
  console.log(`  ${kib(rows).toFixed(1).padStart(7)} KiB  in all`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { first, parts, worker } = sizes();
  print("first load (brotli 11)", first);
  print("parts, fetched later (brotli 11)", parts);
  console.log(`worker (gzip, by wrangler)\n  ${worker.toFixed(1).padStart(7)} KiB  in all`);
}
