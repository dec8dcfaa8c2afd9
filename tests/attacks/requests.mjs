// Requests with a session that the app did not send: of other sites, of other kinds, without its mark (RFC 9700 §4.7,
// RFC 10017).

import assert from "node:assert/strict";
import { test } from "node:test";
import { succeeds } from "./attack.mjs";
import { Browser } from "./browser.mjs";

let signedIn;
const browser = () => (signedIn ??= succeeds().then((found) => found.browser));

const put = (headers, body = "{}") => ({ method: "PUT", headers: { "x-portico": "1", "content-type": "application/json", ...headers }, body });

const strangers = [
  ["without the app's mark", { "x-portico": "" }],
  ["of another site, by its origin", { origin: "https://evil.example" }],
  ["of the same name at another port", { origin: "http://localhost:1" }],
  ["of an origin that is none", { origin: "null" }],
  ["of an origin that is unreadable", { origin: Buffer.from("http://\xe9vil").toString("latin1") }],
  ["of another site, by the browser's word", { "sec-fetch-site": "cross-site" }],
  ["of another name of the site, by the browser's word", { "sec-fetch-site": "same-site" }],
  ["that somebody typed", { "sec-fetch-site": "none" }],
  ["of where the browser says nothing we know", { "sec-fetch-site": "same-origin, cross-site" }],
];

for (const [what, headers] of strangers) {
  test(`API-5 a request ${what} is not answered with a session, to look or to change`, async () => {
    const person = await browser();
    for (const [path, request] of [["/api/me", { headers: { "x-portico": "1", ...headers } }], ["/api/profile", put(headers)]]) {
      const answer = await person.send(path, request);
      assert.equal(answer.status, 403, `${path}: ${answer.body}`);
      assert.equal(JSON.parse(answer.body).code, "cross_site");
      const control = await person.send(path, path === "/api/me" ? { headers: { "x-portico": "1" } } : put({}));
      assert.equal(control.status, 200, control.body);
    }
  });
}

const kinds = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", "application/json-patch+json", ""];
for (const kind of kinds) {
  test(`API-5 a body of the kind \`${kind}\` changes nothing`, async () => {
    const person = await browser();
    const answer = await person.send("/api/profile", put({ "content-type": kind }, '{"theme":"dark"}'));
    assert.equal(answer.status, 415, answer.body);
    assert.equal((await person.send("/api/profile", put({}))).status, 200);
  });
}

test("API-5 no other site is ever allowed to read an answer", async () => {
  const person = await browser();
  const asked = { origin: "https://evil.example", "access-control-request-method": "PUT", "access-control-request-headers": "x-portico" };
  for (const path of ["/api/me", "/api/health", "/api/profile", "/api/nothing", "/sign-in/hostile", "/", "/assets/none.js"]) {
    for (const method of ["OPTIONS", "GET", "PUT"]) {
      const answer = await person.send(path, { method, headers: asked });
      const allowed = Object.keys(answer.headers).filter((name) => name.startsWith("access-control"));
      assert.deepEqual(allowed, [], `${method} ${path}`);
    }
  }
});

test("API-5 a method is what it is, whatever a header says", async () => {
  const person = await browser();
  for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
    const answer = await person.send("/api/profile", { method: "POST", headers: { ...put({}).headers, [name]: "PUT" }, body: "{}" });
    assert.equal(answer.status, 405);
  }
});

test("API-5 what was made for one person is not done as another", async () => {
  const person = await browser();
  const { browser: other } = await succeeds("hostile-entra");
  const { identity } = JSON.parse((await other.me()).body);
  const answer = await person.send("/api/profile", put({ "x-portico": identity }));
  assert.deepEqual([answer.status, JSON.parse(answer.body).code], [409, "signed_in_as_another"]);
});

test("API-5 an address that another server would read otherwise is nothing here", async () => {
  const nobody = new Browser();
  for (const path of ["/api/../api/me", "/api/%2e%2e/me", "/API/me", "/api/me;x", "/api//me", "/%61pi/me", "/api/me%2f", "/api\\me"]) {
    const answer = await nobody.send(path, { headers: { "x-portico": "1" } });
    assert.ok(!answer.body.includes('"identity"'), path);
  }
});
