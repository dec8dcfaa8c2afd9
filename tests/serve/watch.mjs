// Rebuilds page and worker, unoptimised, whenever their sources change; `wrangler dev` picks the results up.
//
//   node tests/serve/watch.mjs [--once]     --once builds both and ends
//
// trunk watches app, shared and style for the page. For the worker: a change below edge/src or shared/src starts worker-build, and
// changes that come while it builds start it once more afterwards.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";

const settle = 150;
const page = ["--release=false", "--cargo-profile", "dev"];

async function build(program, args, cwd) {
  const [code] = await once(spawn(program, args, { cwd, stdio: ["ignore", "inherit", "inherit"] }), "exit");
  return code;
}

const buildWorker = () => build("worker-build", ["--dev"], "edge");

async function buildOnce() {
  return (await build("trunk", ["build", ...page])) || (await buildWorker());
}

function keepWorkerFresh() {
  let timer;
  let building = false;
  let again = false;

  async function rebuild() {
    if (building) {
      again = true;
      return;
    }
    building = true;
    const started = Date.now();
    const code = await buildWorker();
    const took = ((Date.now() - started) / 1000).toFixed(1);
    console.error(code === 0 ? `watch: worker rebuilt in ${took} s` : "watch: the worker does not build");
    building = false;
    if (again) {
      again = false;
      rebuild();
    }
  }

  for (const folder of ["edge/src", "shared/src"]) {
    watch(folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, settle);
    });
  }
  watch("edge/migrations", () => console.error("watch: a migration changed: start `make dev` again to apply it"));
}

if (process.argv.includes("--once")) {
  process.exit(await buildOnce());
} else {
  keepWorkerFresh();
  const watched = ["app", "shared", "style"].flatMap((folder) => ["--watch", folder]);
  process.exit(await build("trunk", ["watch", ...page, ...watched]));
}
