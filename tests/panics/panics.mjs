// Which panics are left in the worker, and whose they are.
//
//   node tests/panics/panics.mjs <edge.wasm> [--check tests/golden/panics.txt | --write tests/golden/panics.txt | --all]
//
// It reads the module as cargo made it, before wasm-bindgen and wasm-opt, where functions still have their names. A panic is a
// call of a function that does not come back; the place it reports, `file:line:column`, is a constant among its arguments. Who
// wrote the file answers for the panic: we, a dependency, or the standard library. `--check` fails for one of ours that is not in the file.

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readable } from "./names.mjs";
import { readModule } from "./wasm.mjs";

/** The functions that end everything, by how their names begin. */
const ENDS = [
  /^core::panicking::/,
  /^core::(option|result)::(unwrap|expect)_failed/,
  /^core::(slice|str)::(.*::)?\w*_fail(?:ed)?\b/,
  /^core::(slice|str)::(.*::)?slice_\w*fail/,
  /^core::(cell|hash)::(.*::)?panic/,
  /^alloc::raw_vec::(handle_error|capacity_overflow)/,
  /^alloc::alloc::handle_alloc_error/,
  /^alloc::(.*::)?assert_failed/,
  /^std::(panicking::(begin_panic|rust_panic)|process::(abort|exit)|alloc::rust_oom)/,
  /^(__rustc|__rust)::(rust_panic|rust_begin_unwind|__rust_start_panic|__rg_oom|__rdl_oom)/,
  /^wasm_bindgen::(throw|__rt::(throw|borrow_fail))/,
  /^bytes::(panic_|abort)/,
  /^futures_util::(.*::)?abort::abort$/,
];

const isEnd = (name) => ENDS.some((pattern) => pattern.test(name));

/** Where a panic says that it happened: a `core::panic::Location` among the constants. */
function place({ memory }, constants) {
  for (const at of constants) {
    const location = memory(at, 16);
    if (!location) continue;
    const view = new DataView(location.buffer, location.byteOffset, 16);
    const [text, length, line, column] = [0, 4, 8, 12].map((offset) => view.getUint32(offset, true));
    if (length < 4 || length > 300 || line === 0 || line > 100_000 || column === 0 || column > 1_000) continue;
    // Since Rust 1.91 the length counts the zero that ends the name.
    const file = new TextDecoder().decode(memory(text, length) ?? new Uint8Array()).replace(/\0$/, "");
    if (/^[ -~]+\.rs$/.test(file)) return { file, line, column };
  }
  return null;
}

/** Who answers for a file, and what it is called there. */
export function whose(file) {
  const dependency = /\/registry\/src\/[^/]+\/([^/]+)-(\d[^/]*)\/(.*)$/.exec(file);
  if (dependency) return { owner: dependency[1].replaceAll("-", "_"), file: dependency[3] };
  const library = /(?:^|\/)library\/([^/]+)\/(.*)$/.exec(file);
  if (library) return { owner: "std", file: `${library[1]}/${library[2]}` };
  const inside = /(?:^|\/)((?:edge|shared)\/src\/.*)$/.exec(file);
  if (inside) return { owner: "ours", file: inside[1] };
  return { owner: "std", file };
}

/** Every call in the module that ends everything, but for those that such functions make themselves. */
export function panics(module) {
  const found = [];
  for (const { name, calls } of module.functions) {
    if (isEnd(readable(name))) continue;
    for (const { callee, constants } of calls) {
      const kind = readable(module.name(callee));
      if (!isEnd(kind)) continue;
      const at = place(module, constants);
      const by = at ? whose(at.file) : { owner: ownerOf(readable(name)), file: "?" };
      found.push({ ...by, line: at?.line ?? 0, kind, within: readable(name) });
    }
  }
  return found;
}

/** Whose a function is, by its name, where its panic does not say. Generic code of others has no name of its own. */
function ownerOf(name) {
  const path = /^<*(?:dyn )?&?(?:mut )?([a-z_0-9]+)::/.exec(name)?.[1] ?? "unknown";
  if (["core", "alloc", "std"].includes(path)) return "std";
  return ["edge", "shared"].includes(path) ? "ours" : path;
}

/** What a panic is about, by the function that it calls, and what that means. Whatever is none of these asserts something. */
const KINDS = [
  ["memory", /::handle_(alloc_)?error$/, "an allocation fails or is too large"],
  ["resumed", /async_fn_resumed/, "a future is asked again after it was done"],
  ["bounds", /bounds_check$|slice_index_fail|slice_error_fail/, "an index or a range lies outside a list or a text"],
  ["unwrap", /(unwrap|expect)_failed/, "`unwrap` or `expect` of nothing or of an error"],
  ["borrow", /already_|borrow_fail/, "a cell is borrowed twice"],
  ["division", /div_by_zero|rem_by_zero/, "a division by zero"],
  ["script", /^wasm_bindgen::/, "an exception is thrown in JavaScript"],
];
const ASSERTED = ["assert", null, "`panic!`, `assert!`, `unreachable!`, overflow and all others"];

/** Of these every function may have some, whoever wrote it: nobody accounts for them one by one. */
const ANYBODYS = ["memory", "resumed"];
const about = ({ kind }) => KINDS.find(([, pattern]) => pattern.test(kind))?.[0] ?? "assert";

/**
 * The panics of ours as they are written down: how many places of a file can panic in which way. Lines change with every edit,
 * and what the compiler makes of one place differs; so do memory, which every allocation can lack, and futures, each of
 * which has a state for being asked again when it is done.
 */
export function ours(found) {
  const told = found.filter((one) => one.owner === "ours" && !ANYBODYS.includes(about(one)));
  const groups = Map.groupBy(told, (one) => `${one.file} ${about(one)}`);
  return [...groups].map(([name, all]) => `${name} ${new Set(all.map(({ line }) => line)).size}`).sort();
}

/** The panics as a table: how many there are by owner and by what they are about. */
export function table(found) {
  const columns = [...KINDS.map(([name]) => name), "assert"];
  const owners = [...Map.groupBy(found, ({ owner }) => owner)].sort(([, one], [, other]) => other.length - one.length);
  const rows = owners.map(([owner, all]) => {
    const counts = columns.map((column) => all.filter((one) => about(one) === column).length);
    return [owner, ...counts, all.length];
  });
  const sums = columns.map((_, place) => rows.reduce((sum, row) => sum + row[place + 1], 0));
  const lines = [["", ...columns, "all"], ...rows, ["together", ...sums, found.length]];
  return lines.map(([owner, ...counts]) => [owner.padEnd(24), ...counts.map((count) => String(count || (count === 0 ? "." : count)).padStart(9))].join(""));
}

/** What the columns of the table mean. */
export const legend = () => [...KINDS, ASSERTED].map(([name, , meaning]) => `  ${name.padEnd(10)}${meaning}`);

/** What comes of the panics of ours, held against those that are written down: sentences, and whether all is well. */
export function verdict(found, known) {
  const mine = ours(found);
  const fresh = mine.filter((line) => !known.includes(line)).map((line) => `a panic of ours that nobody accounts for: ${line}`);
  const gone = known.filter((line) => !mine.includes(line)).map((line) => `no longer there, take it out: ${line}`);
  const all = found.filter(({ owner }) => owner === "ours");
  const anybodys = all.filter((one) => ANYBODYS.includes(about(one))).length;
  const sum = `of ours are ${all.length}: ${anybodys} of ${ANYBODYS.join(" and ")}, which anybody's function has, and ${all.length - anybodys} others`;
  const well = fresh.length + gone.length === 0;
  return { well, sentences: [...fresh, ...gone, `${sum}, ${well ? "all accounted for" : "NOT all accounted for"}`] };
}

const lines = (file) => readFileSync(file, "utf8").split("\n").filter((line) => line !== "");

/** Writes the file anew, and keeps what stands in it about them. */
function write(file, mine) {
  const told = lines(file).filter((line) => line.startsWith("#"));
  writeFileSync(file, [...told, ...mine].map((line) => `${line}\n`).join(""));
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "string" }, write: { type: "string" }, all: { type: "boolean", default: false } },
  });
  const module = readModule(new Uint8Array(readFileSync(positionals[0])));
  const found = panics(module);
  if (values.all) {
    for (const { owner, file, line, kind, within } of found) console.log([owner, `${file}:${line}`, kind, within].join("\t"));
    return;
  }
  const traps = module.functions.reduce((sum, { traps }) => sum + traps, 0);
  console.log(table(found).join("\n"));
  console.log(`${module.functions.length} functions; ${traps} other instructions that end everything`);
  console.log(`\nFor each owner of the code, the calls after which nothing comes (docs/decisions/0013-panics-that-are-left.md), by what for:`);
  console.log(`${legend().join("\n")}\n`);
  if (values.write) write(values.write, ours(found));
  const file = values.write ?? values.check;
  if (!file) return;
  const { well, sentences } = verdict(found, lines(file).filter((line) => !line.startsWith("#")));
  console[well ? "log" : "error"](`${sentences.join("\n")} in ${file}`);
  if (!well) process.exitCode = 1;
}

if (import.meta.main ?? process.argv[1]?.endsWith("panics.mjs")) main();
