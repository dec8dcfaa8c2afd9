// The check of the rules is itself checked: it must not find what is not there.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { aged, carried, carries, faults, passed, reportsIn, ruleIds } from "./check.mjs";

test("a passed test is one that its runner says passed", () => {
  const report = [
    "test access::tests::rs_8_saving_replaces ... ok",
    "test access::tests::rs_9_boxes ... FAILED",
    "test in_process::ws_4_a_stranger     ... ok",
    "  ✔ id_3 an issuer is checked (1.2ms)",
    "  ✓  3 [wide] › story.spec.mjs:10:1 › RS-12 taken away (2.1s)",
    "// test why_1_in_a_comment ... ok?",
  ].join("\n");
  assert.deepEqual(passed(report), [
    "access::tests::rs_8_saving_replaces",
    "in_process::ws_4_a_stranger",
    "id_3 an issuer is checked",
    "[wide] › story.spec.mjs:10:1 › RS-12 taken away",
  ]);
});

test("a rule is carried as a whole id", () => {
  assert.ok(carries("tests::rs_1_off", "RS-1"));
  assert.ok(!carries("tests::rs_12_at_once", "RS-1"));
  assert.ok(!carries("tests::hours_1_x", "RS-1"));
  assert.ok(carries("[wide] › RS-12 taken away", "RS-12"));
  assert.ok(!carries("RS-12 taken away", "RS-1"));
});

test("the rules are the bold beginnings of list items", () => {
  assert.deepEqual(ruleIds("- **ID-1** A person\n- a RS-2\n- **L10N-1** English"), ["ID-1", "L10N-1"]);
});

test("a test's name tells which rules it carries", () => {
  assert.deepEqual(carried("in_process::acc_11_what_was_shown"), ["ACC-11"]);
  assert.deepEqual(carried("[wide] › RS-12 WHY-2 L10N-1 a service given"), ["RS-12", "WHY-2", "L10N-1"]);
  assert.deepEqual(carried("waits_double_up_to_an_hour"), []);
});

test("what is missing, old or unknown is said with its report and its test", () => {
  const folder = mkdtempSync(join(tmpdir(), "reports-"));
  writeFileSync(join(folder, "native.txt"), "test acc_3_gone ... ok\ntest rs_8_saving ... ok\ntest result: ok. 2 passed; 0 failed\n");
  writeFileSync(join(folder, "crowd.txt"), "nothing ran\n");
  writeFileSync(join(folder, "left-over.txt"), "test rs_9_boxes ... ok\n");
  const found = reportsIn(folder, ["native.txt", "crowd.txt", "browser.txt"]);
  rmSync(folder, { recursive: true });
  const [none, empty, untested, unknown, ...more] = faults(found, ["RS-8", "RS-9"]);
  assert.equal(none, "there is no browser.txt: the tests that it lists have not run");
  assert.equal(empty, "crowd.txt ends before its tests do, or nothing passed");
  assert.equal(untested, "rules in no test that ran and passed: RS-9");
  assert.match(unknown, /^docs\/RULES\.md has no ACC-3, which a test names: acc_3_gone \(native\.txt, 20/);
  assert.deepEqual(more, []);
  assert.deepEqual(faults({ reports: [{ file: "native.txt", at: 0, names: ["rs_8_saving"], whole: true }], missing: [] }, ["RS-8"]), []);
});

test("reports of different runs are told apart", () => {
  const at = (hours) => ({ file: `${hours}.txt`, at: hours * 3_600_000, names: [], whole: true });
  assert.equal(aged([at(1), at(0), at(2)]), null);
  assert.equal(aged([at(30), at(0), at(2)]), "0.txt is 30 hours older than 30.txt: make test writes them all anew");
});

test("the reports that are looked for are those that make test records", () => {
  const makefile = readFileSync("Makefile", "utf8");
  const recorded = [...makefile.matchAll(/\$\(RECORD\)\/([\w-]+\.txt) --/g)].map(([, name]) => name);
  assert.ok(recorded.length > 5, recorded.join());
  assert.deepEqual(/^REPORTS := (.*)$/m.exec(makefile)[1].split(" ").toSorted(), recorded.toSorted());
});
