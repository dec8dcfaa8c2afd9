// The check of the rules is itself checked: it must not find what is not there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { carried, carries, passed, ruleIds } from "./check.mjs";

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
