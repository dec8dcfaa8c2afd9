import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "./names.mjs";
import { legend, ours, panics, table, verdict, whose } from "./panics.mjs";
import { readModule } from "./wasm.mjs";

test("a function is called what it is called in the source", () => {
  assert.equal(readable("_RNvNtCs4NIexwV1FGX_4core9panicking9panic_fmt"), "core::panicking::panic_fmt");
  assert.equal(readable("_RNvCsceiq5pnDgQC_5bytes13panic_advance"), "bytes::panic_advance");
  assert.equal(readable("memcpy"), "memcpy");
});

test("whoever wrote the file answers for the panic", () => {
  assert.equal(whose("/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/pulldown-cmark-0.13.6/src/parse.rs").owner, "pulldown_cmark");
  assert.equal(whose("/rustc/0123456789abcdef/library/core/src/str/mod.rs").owner, "std");
  assert.deepEqual(whose("edge/src/prose.rs"), { owner: "ours", file: "edge/src/prose.rs" });
  assert.deepEqual(whose("/home/somebody/portico/shared/src/id.rs"), { owner: "ours", file: "shared/src/id.rs" });
});

// One function that pushes a location and calls another, which is `core::panicking::panic_bounds_check`.
function moduleThatPanicsIn(file) {
  const text = (words) => [words.length, ...Buffer.from(words)];
  const section = (id, content) => [id, content.length, ...content];
  const number = (value) => [value & 255, value >> 8, 0, 0];
  const location = [...number(16 + 16), ...number(file.length), ...number(7), ...number(9)];
  const data = [...location, ...Buffer.from(file)];
  const calls = [0, 0x41, 0, 0x41, 1, 0x41, 16, 0x10, 1, 0x00, 0x0b];
  const names = [2, 0, ...text("edge::prose::parse"), 1, ...text("_RNvNtCs4NIexwV1FGX_4core9panicking18panic_bounds_check")];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [2, 0, 0]),
    ...section(10, [2, calls.length, ...calls, 3, 0, 0x00, 0x0b]),
    ...section(11, [1, 0, 0x41, 16, 0x0b, data.length, ...data]),
    ...section(0, [...text("name"), ...section(1, names)]),
  ]);
}

test("a panic is found with its place, and told from those of others", () => {
  const found = panics(readModule(moduleThatPanicsIn("edge/src/prose.rs")));
  assert.deepEqual(found, [
    {
      owner: "ours",
      file: "edge/src/prose.rs",
      line: 7,
      kind: "core::panicking::panic_bounds_check",
      within: "edge::prose::parse",
    },
  ]);
  assert.deepEqual(ours(found), ["edge/src/prose.rs bounds 1"]);
  const others = panics(readModule(moduleThatPanicsIn("/x/registry/src/index/url-2.5.8/src/lib.rs")));
  assert.deepEqual([others[0].owner, ours(others)], ["url", []]);
});

test("the verdict says what nobody accounts for, and what is no longer there", () => {
  const found = panics(readModule(moduleThatPanicsIn("edge/src/prose.rs")));
  const memory = { ...found[0], kind: "alloc::alloc::handle_alloc_error" };
  const sum = "of ours are 2: 1 of memory and resumed, which anybody's function has, and 1 others";
  assert.deepEqual(verdict([...found, memory], ["edge/src/prose.rs bounds 1"]), { well: true, sentences: [`${sum}, all accounted for`] });
  assert.deepEqual(verdict([...found, memory], ["edge/src/prose.rs unwrap 1"]), {
    well: false,
    sentences: [
      "a panic of ours that nobody accounts for: edge/src/prose.rs bounds 1",
      "no longer there, take it out: edge/src/prose.rs unwrap 1",
      `${sum}, NOT all accounted for`,
    ],
  });
});

test("every column of the table is explained", () => {
  const columns = table([])[0].trim().split(/\s+/).slice(0, -1);
  assert.deepEqual(legend().map((line) => line.trim().split(/\s+/)[0]), columns);
});
