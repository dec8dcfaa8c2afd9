// What has to travel: the first load of the page in KiB of brotli 11, the worker in KiB of gzip. `make sizes`.
//
// The first load is everything that Home needs before it can be used: the page, its style, the boot script, the program
// and its glue, and the messages of one language. Icons and the other language are not.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const KIB = 1024;

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

const ofFirstLoad = (path) => /\.(html|css|js|wasm)$/.test(path) || /\ben[-.][^/]*json$|\ben\.json$/.test(path);

const loaded = files("dist").filter(ofFirstLoad).map((path) => ({ path, bytes: readFileSync(path) }));
const rows = loaded.map(({ path, bytes }) => [relative("dist", path), bytes.length, brotli(bytes)]);
const total = rows.reduce((sum, [, , size]) => sum + size, 0);

console.log("first load (brotli 11)");
for (const [path, raw, size] of rows.sort((a, b) => b[2] - a[2])) {
  console.log(`  ${(size / KIB).toFixed(1).padStart(7)} KiB  ${(raw / KIB).toFixed(1).padStart(8)} raw  ${path}`);
}
console.log(`  ${(total / KIB).toFixed(1).padStart(7)} KiB  in all`);

const worker = files("edge/build").filter((path) => /\.(wasm|js)$/.test(path) && !path.includes("/worker/"));
const zipped = worker.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);
console.log(`worker (gzip)\n  ${(zipped / KIB).toFixed(1).padStart(7)} KiB  in all`);
