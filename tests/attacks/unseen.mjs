// After all the attacks: what nobody may ever see was not seen. It comes last.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hostile, secrets } from "./attack.mjs";
import { Browser } from "./browser.mjs";

test("no secret, code, token, cookie or name of anybody got into the log", async () => {
  const log = readFileSync(process.env.PORTICO_WORKER_LOG, "utf8");
  const { people } = JSON.parse(readFileSync(process.env.PORTICO_PEOPLE, "utf8"));
  const unseen = [
    ...Object.values(secrets),
    ...[...hostile.secrets].filter((secret) => secret.length > 10),
    ...[...Browser.seen].flatMap((cookie) => cookie.split(".")).filter((part) => part.length > 20 && !part.startsWith("idn_") && new Set(part).size > 1),
    ...people.flatMap(({ name, email, upn }) => [name, email, upn]).filter(Boolean),
    "mallory", "Mallory", "hostile-words", "code=", "state=", "code_verifier", "__Host-Http-", "Basic ", "Bearer ",
  ];
  assert.ok(log.includes('"event":"sign_in"'), "the log is the worker's");
  assert.ok(unseen.length > 500, `${unseen.length}`);
  assert.deepEqual(unseen.filter((text) => log.includes(text)), []);
  assert.doesNotMatch(log, /eyJ[\w-]{8,}\./, "a token");
});
