// Sessions: what a cookie is worth that is forged, old, somebody else's, or put there by somebody else (ID-8).

import assert from "node:assert/strict";
import { test } from "node:test";
import { succeeds } from "./attack.mjs";
import { Browser } from "./browser.mjs";
import { keys, resealed } from "./sealed.mjs";

const flip = (text, at) => `${text.slice(0, at)}${text[at] === "Q" ? "R" : "Q"}${text.slice(at + 1)}`;
const dots = (cookie) => [...cookie.matchAll(/\./g)].map(({ index }) => index);
const minutes = (number) => Date.now() + number * 60_000;
const me = async (browser) => JSON.parse((await browser.me()).body).identity;

const forged = [
  ["changed in its id", (cookie) => flip(cookie, 5)],
  ["changed in its identity", (cookie) => flip(cookie, dots(cookie)[0] + 8)],
  ["changed in its time", (cookie) => flip(cookie, dots(cookie)[1] + 3)],
  ["changed in its MAC", (cookie) => flip(cookie, dots(cookie)[2] + 3)],
  ["changed in the last letter of its MAC", (cookie) => flip(cookie, cookie.length - 2)],
  ["with a part more", (cookie) => cookie.replace(".", ".x.")],
  ["with a part less", (cookie) => cookie.slice(dots(cookie)[0] + 1)],
  ["cut off", (cookie) => cookie.slice(0, -1)],
  ["with something behind it", (cookie) => `${cookie}A`],
  ["without its MAC", (cookie) => cookie.slice(0, dots(cookie)[2])],
  ["with an empty MAC", (cookie) => cookie.slice(0, dots(cookie)[2] + 1)],
  ["twice in one", (cookie) => `${cookie}.${cookie}`],
  ["in capitals", (cookie) => cookie.toUpperCase()],
  ["that is empty", () => ""],
  ["sealed with a key that is none of ours", (cookie) => resealed(cookie, { key: keys.strange })],
  ["sealed with an empty key", (cookie) => resealed(cookie, { key: Buffer.alloc(0) })],
  ["sealed for another purpose", (cookie) => resealed(cookie, { purpose: "sign-in cookie" })],
  ["last seen an hour ago", (cookie) => resealed(cookie, { seen: minutes(-61) })],
  ["last seen in the future", (cookie) => resealed(cookie, { seen: minutes(5) })],
  ["last seen at no time", (cookie) => resealed(cookie, { seen: "now" })],
  ["of a session that never was", (cookie) => resealed(cookie, { id: "A".repeat(43) })],
  ["of an identity that is none", (cookie) => resealed(cookie, { identity: "idn_x" })],
];

for (const [what, forge] of forged) {
  test(`ID-8 a session's cookie ${what} is nobody's`, async () => {
    const { browser } = await succeeds();
    const own = browser.session;
    browser.session = forge(own);
    const answer = await browser.me();
    assert.equal(answer.status, 401, answer.body);
    assert.equal(JSON.parse(answer.body).code, "not_signed_in");
    assert.equal(answer.headers["set-cookie"], undefined);
    browser.session = own;
    assert.equal((await browser.me()).status, 200);
  });
}

test("ID-8 a session's cookie under the former key is taken", async () => {
  const { browser } = await succeeds();
  browser.session = resealed(browser.session, { key: keys.previous });
  assert.equal((await browser.me()).status, 200);
});

test("ID-8 a session is its own person's, though a cookie with all our seals says otherwise", async () => {
  const { browser: mallory } = await succeeds();
  const { browser: victim } = await succeeds("hostile-entra");
  const own = mallory.session;
  mallory.session = resealed(own, { identity: await me(victim) });
  assert.equal((await mallory.me()).status, 401);
  mallory.session = own;
  assert.equal((await mallory.me()).status, 200);
});

test("ID-8 a session's cookie that comes twice is nobody's", async () => {
  const { browser } = await succeeds();
  const name = "__Host-Http-portico-session";
  const twice = `${name}=${browser.session}; ${name}=${browser.session}`;
  assert.equal((await browser.me({ cookie: twice })).status, 401);
  assert.equal((await browser.me()).status, 200);
});

test("ID-2 a round trip's cookie is no session", async () => {
  const { browser } = await succeeds();
  const own = browser.session;
  await browser.begin("hostile");
  browser.session = browser.jar.get(browser.trips[0]);
  assert.equal((await browser.me()).status, 401);
  browser.session = own;
  assert.equal((await browser.me()).status, 200);
});

test("ID-7 a session's cookie kept from before signing out is nobody's", async () => {
  const { browser } = await succeeds();
  const own = browser.session;
  const headers = { "x-portico": "1", "content-type": "application/json" };
  assert.equal((await browser.send("/api/sign-out", { method: "POST", headers, body: "{}" })).status, 200);
  assert.equal(browser.session, undefined);
  browser.session = own;
  assert.equal((await browser.me()).status, 401);
});

test("ID-8 a session put into a browser beforehand is not the one that its person gets", async () => {
  const { browser: mallory } = await succeeds();
  const victim = new Browser();
  victim.session = mallory.session;
  assert.equal((await victim.signIn("hostile-entra")).status, 200);
  assert.notEqual(victim.session, mallory.session);
  assert.notEqual(await me(victim), await me(await succeeds().then(({ browser }) => browser)));
});

test("ID-8 signing in again ends the session that the browser had, whoever's it was", async () => {
  for (const next of ["hostile", "hostile-entra"]) {
    const { browser } = await succeeds();
    const former = browser.session;
    // The browser sends a Strict cookie to where the sign-in begins, not to where the identity provider sends it back.
    const address = await browser.ask(await browser.begin(next));
    browser.jar.delete("__Host-Http-portico-session");
    assert.equal((await browser.send(address)).status, 200);
    assert.equal((await browser.me()).status, 200);
    const thief = new Browser();
    thief.session = former;
    assert.equal((await thief.me()).status, 401, next);
  }
});

test("ID-8 a sign-in that comes to nothing leaves the session that the browser had", async () => {
  const { browser } = await succeeds();
  const address = await browser.ask(await browser.begin("hostile"));
  assert.equal((await browser.send(address.replace(/code=[^&]*/, "code=made-up"))).status, 303);
  assert.equal((await browser.me()).status, 200);
});

test("ID-8 cookies are the host's own, for TLS and HTTP alone, and go along with our own requests", async () => {
  const browser = new Browser();
  const begun = await browser.send("/sign-in/hostile");
  const landed = await browser.send(await browser.ask(begun.headers.location));
  const [trip] = begun.headers["set-cookie"];
  assert.match(trip, /^__Host-Http-portico-sign-in-[\w-]{12}=[\w.-]+; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/);
  const [session, over, ...more] = landed.headers["set-cookie"];
  assert.match(session, /^__Host-Http-portico-session=[\w.-]+; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=Strict$/);
  assert.match(over, /^__Host-Http-portico-sign-in-[\w-]{12}=; Path=\/; Max-Age=0; Secure; HttpOnly; SameSite=Lax$/);
  assert.deepEqual(more, []);
  assert.ok(![trip, session].some((cookie) => /domain/i.test(cookie)));
});
