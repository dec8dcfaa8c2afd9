// What docs/SECURITY.md and docs/security/asvs.md say is shown by something, is: each test, attack, journey and file that they name is
// there. And the latter answers every requirement of the standard once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { asked, changed, rows, tally, wrongAnswers } from "./asvs.mjs";

const read = (file) => readFileSync(file, "utf8");
const listed = (...patterns) => execFileSync("git", ["ls-files", "-co", "--exclude-standard", ...patterns], { encoding: "utf8" }).split("\n").filter(Boolean);
const text = (files) => files.map(read).join("\n");

const sources = text(listed("*.rs"));
const named = text(listed("tests/attacks/*.mjs", "tests/browser/*.mjs", "tests/rules/*.test.mjs"));
const documents = ["docs/SECURITY.md", "docs/security/asvs.md"].map((file) => [file, read(file).replaceAll(/\s+/g, " ")]);

for (const [file, document] of documents) {
  const quoted = [...document.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

  test(`every test that ${file} names is there`, () => {
    const names = quoted.filter((name) => /^[a-z0-9]+(_[a-z0-9]+){4,}$/.test(name));
    assert.ok(names.length > 25, `${names.length}`);
    assert.deepEqual(names.filter((name) => !sources.includes(`fn ${name}(`)), []);
  });

  test(`every file that ${file} names is there`, () => {
    const files = quoted.filter((name) => /^((app|docs|edge|shared|tests)\/[\w./-]+|[\w-]+\.(toml|lock|json))$/.test(name));
    assert.ok(files.length > 15, `${files.length}`);
    assert.deepEqual(files.filter((file) => !existsSync(file)), []);
  });

  test(`every attack and journey that ${file} names is there`, () => {
    const all = [...document.matchAll(/(?<![*\w])\*([^*]+)\*(?![*\w])/g)].map(([, words]) => words);
    const words = all.filter((words) => !["so", "words", "for its own issuer"].includes(words));
    assert.ok(words.length > 60, `${words.length}`);
    assert.deepEqual(words.filter((one) => !named.includes(one)), []);
  });
}

const standard = JSON.parse(read("tests/rules/asvs-5.0.0.json"));
const answers = read("docs/security/asvs.md");

test("every requirement of the ASVS is answered once, and nothing else is", () => {
  const levels = [standard.level1, standard.level2];
  assert.deepEqual([standard.version, ...levels.map((level) => level.length)], ["5.0.0", 70, 183]);
  assert.deepEqual(wrongAnswers(answers, levels.flat()), []);
});

test("every answer to the ASVS shows something, or says why not", () => {
  const silent = rows(answers).filter(({ answer, kind }) => (kind === "shown" ? !/`[^`]+`|(?<!\*)\*[^*]+\*/.test(answer) : answer.length < 25));
  assert.deepEqual(silent, []);
});

test("the sums of the ASVS are right", () => {
  for (const [place, level] of [standard.level1, standard.level2].entries()) {
    const said = answers.match(new RegExp(`^\\| ${place + 1} \\|(.*)\\|$`, "m"))[1].split("|").map(Number);
    assert.deepEqual(said, tally(answers, level), `level ${place + 1}`);
  }
});

test("a row that goes, comes twice or is made up is noticed", () => {
  const all = [standard.level1, standard.level2].flat();
  for (const [what, spoilt] of changed(answers)) {
    assert.notDeepEqual(wrongAnswers(spoilt, all), [], what);
  }
  assert.equal(asked("| 1.2.1 this, 1.2.10 that |").join(), "1.2.1,1.2.10");
});

test("everything built on comes from its registry, with a checksum", () => {
  for (const file of ["Cargo.lock", "tests/fuzz/Cargo.lock"]) {
    const packages = read(file).split("[[package]]").slice(1).filter((one) => /^source = /m.test(one));
    assert.ok(packages.length > 100, file);
    const registry = /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"$/m;
    assert.deepEqual(packages.filter((one) => !registry.test(one) || !/^checksum = "[0-9a-f]{64}"$/m.test(one)), [], file);
  }
  const packages = Object.entries(JSON.parse(read("package-lock.json")).packages).filter(([name]) => name !== "");
  assert.ok(packages.length > 100);
  const strange = packages.filter(([, { resolved, integrity, optional, link }]) => link || (resolved && !resolved.startsWith("https://registry.npmjs.org/")) || !(integrity ?? optional));
  assert.deepEqual(strange.map(([name]) => name), []);
});
