// The program: from what cargo has compiled to what the browser loads.
//
//   1. wasm-split-cli   the parts that `#[wasm_split]` names come into files of their own, loaded when first needed
//   2. wasm-bindgen     the JavaScript between the program and the browser
//   3. in a release: wasm-opt, and short names for what the two call each other
//
// Trunk would do the second step only, and hand the result to its hooks too late for the first: splitting needs what
// the linker knows. So this starts again from cargo's file.

import { execFileSync } from "node:child_process";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shorten } from "./names.mjs";

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

/// What the browser loads: the JavaScript's path, the program, and its parts by file name.
export async function program(source, release) {
  const manifest = ["--manifest-path", join(source, "Cargo.toml")];
  const { target_directory: target } = JSON.parse(run("cargo", "metadata", "--no-deps", "--format-version=1", ...manifest));
  const folder = join(target, "split", release ? "release" : "debug");
  const compiled = join(target, "wasm32-unknown-unknown", release ? "app" : "debug", "app.wasm");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  run("wasm-split-cli", "--target", "web", "--out-name", "app", compiled, folder);
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", folder, join(folder, "app.wasm"));
  await rm(join(folder, "app.wasm"));

  const files = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  if (release) {
    const optimise = join(source, "../node_modules/.bin/wasm-opt");
    for (const file of files.map((file) => join(folder, file))) {
      run(optimise, "-Os", "--strip-debug", "--strip-producers", file, "-o", file);
    }
  }
  const contents = await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file))]));
  const parts = new Map(contents);
  if (release) {
    const script = join(folder, "app.js");
    const short = shorten(parts.get("app_bg.wasm"), await readFile(script, "utf8"));
    parts.set("app_bg.wasm", short.wasm);
    await writeFile(script, short.script);
  }
  return { folder, parts };
}
