// Starting other programs, and leaving none of them behind.
//
// Each program leads a process group of its own, so that what it starts in turn (wrangler starts esbuild and workerd)
// is ended with it. A program that serves is held by a small shell that reads from a pipe to this process: when this
// process ends in whatever way, killed with -9 too, the pipe closes and the shell ends the group.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";

const patience = 5_000;
const groups = new Set();

// The program runs beside `read`, which waits for the pipe to close; when the program ends by itself, so does the shell.
const holder = '{ "$0" "$@" </dev/null; kill -s TERM $$; } & read -r _; kill -s TERM -- -$$';

/** Starts a program that serves until `stopAll`; its output is the caller's to read. */
export function serve(program, args, options = {}) {
  const child = spawn("sh", ["-c", holder, program, ...args], {
    ...options,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  return remember(child);
}

/** Runs a program to its end, its output passed on; gives its exit code, 128 and more for a signal. */
export async function run(program, args, options = {}) {
  const child = remember(spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], ...options, detached: true }));
  const [code, signal] = await once(child, "exit");
  return signal ? 128 : code;
}

/** Runs a program to its end and gives what it printed; throws, with all of it, when it failed. */
export async function collect(program, args, options = {}) {
  const child = remember(spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true }));
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (data) => (text += data));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`\`${program} ${args.join(" ")}\` failed:\n${text}`);
  return text;
}

/** Ends every group that is left: politely, and after five seconds otherwise. */
export async function stopAll() {
  const left = [...groups];
  signalAll(left, "SIGTERM");
  const deadline = Date.now() + patience;
  while (left.some(alive) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  signalAll(left.filter(alive), "SIGKILL");
  groups.clear();
}

function remember(child) {
  if (child.pid === undefined) return child;
  groups.add(child.pid);
  child.once("exit", () => {
    if (!alive(child.pid)) groups.delete(child.pid);
  });
  return child;
}

function alive(group) {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  return !existsSync("/proc/self/stat") || runs(group);
}

// In many containers nobody collects what an ended process leaves, and its group seems to live for ever; so on Linux the
// question is whether any process of the group is something else than a zombie. `stat` is `pid (name) state parent group …`.
function runs(group) {
  return readdirSync("/proc").some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [state, , leader] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return Number(leader) === group && state !== "Z";
    } catch {
      return false;
    }
  });
}

function signalAll(which, signal) {
  for (const group of which) {
    try {
      process.kill(-group, signal);
    } catch {
      // It ended between the question and the signal.
    }
  }
}
