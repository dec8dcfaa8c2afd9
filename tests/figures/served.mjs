// Data for what is measured, and programs that run while it is served.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const PORT = process.env.BENCH_PORT ?? "8820";
export const IDP_PORT = process.env.BENCH_IDP_PORT ?? "9420";
export const IDP = `http://localhost:${IDP_PORT}`;

/** Writes the demo data, with `size` cases around it where a size is given; the folder, and how long it took. */
export function writeData(programs, size) {
  const data = join("target", "bench", size ? String(size) : "demo");
  const began = Date.now();
  const scale = size ? ["--scale", String(size)] : [];
  execFileSync(join(programs, "demo"), ["--seed", "1", ...scale, "--out", data, "--idp", IDP], { stdio: "inherit" });
  return { data, seconds: (Date.now() - began) / 1000 };
}

/** What a program prints last, as JSON, while data is served. */
export function whileServing(data, ...command) {
  const state = `${data}-state`;
  rmSync(state, { recursive: true, force: true });
  const serve = ["tests/serve/serve.mjs", "--data", data, "--state", state, "--port", PORT, "--idp-port", IDP_PORT, "--", ...command];
  try {
    const output = execFileSync("node", serve, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
    return JSON.parse(output.trim().split("\n").at(-1));
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** The middle of several numbers. */
export const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
