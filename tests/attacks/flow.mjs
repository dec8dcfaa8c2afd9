// The round trip: whose answer it is, to which question, in which browser (RFC 6749 §10.12, RFC 9700 §4, RFC 9207).

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { attack, comesToNothing, hostile, succeeds } from "./attack.mjs";
import { Browser, origin } from "./browser.mjs";
import { keys, reread } from "./sealed.mjs";

const expired = { problem: "expired", reason: "no round trip for the answer" };

/** Goes to the identity provider and back, and gives the address it sends the browser back to, changed. */
const landing = (change, provider = "hostile") => async (browser) => {
  const url = new URL(await browser.ask(await browser.begin(provider)));
  return browser.send((await change(url, browser)) ?? url.href);
};
const parameter = (name, value) => landing((url) => void (value === undefined ? url.searchParams.delete(name) : url.searchParams.set(name, value)));

const states = [
  ["without a state", parameter("state", undefined)],
  ["with an empty state", parameter("state", "")],
  ["with another state", parameter("state", "0".repeat(43))],
  ["with the state in other letters", landing((url) => void url.searchParams.set("state", url.searchParams.get("state").toUpperCase()))],
  ["in another browser, which began nothing", landing((url, browser) => void browser.jar.clear())],
  ["in another browser, which began a sign-in of its own", async (browser) => {
    const stranger = new Browser();
    const address = await stranger.ask(await stranger.begin("hostile"));
    await browser.begin("hostile");
    return browser.send(address);
  }],
  ["at another provider's callback", landing((url) => url.href.replace("/sign-in/hostile/", "/sign-in/hostile-second/"))],
];

for (const [what, act] of states) {
  test(`ID-2 an answer ${what} signs nobody in`, () => attack({ act, ...expired }));
}

test("ID-2 an answer signs in once", async () => {
  const browser = new Browser();
  const address = await browser.ask(await browser.begin("hostile"));
  assert.equal((await browser.send(address)).status, 200);
  const again = await browser.send(address);
  assert.equal(again.headers.location, "/sign-in?problem=expired");
  // Neither does it with the cookie of the round trip put back: the code was worth one token.
  const copy = new Browser();
  const copied = await copy.ask(await copy.begin("hostile"));
  const jar = new Map(copy.jar);
  assert.equal((await copy.send(copied)).status, 200);
  await comesToNothing({ act: (other) => ((other.jar = jar), other.send(copied)), reason: "code refused" });
});

const minutes = (number) => Date.now() + number * 60_000;
const kept = (change, key) =>
  landing(async (url, browser) => {
    const [name] = browser.trips;
    browser.jar.set(name, typeof change === "function" ? change(browser.jar.get(name)) : reread(browser.jar.get(name), change, key));
  });
const flip = (text, at) => `${text.slice(0, at)}${text[at] === "Q" ? "R" : "Q"}${text.slice(at + 1)}`;
const trips = [
  ["of eleven minutes ago", kept({ started_at: minutes(-11) })],
  ["of the day after tomorrow", kept({ started_at: minutes(48 * 60) })],
  ["under a key that is none of ours", kept({}, keys.strange)],
  ["changed at its beginning", kept((cookie) => flip(cookie, 3))],
  ["changed at its end", kept((cookie) => flip(cookie, cookie.length - 5))],
  ["cut off", kept((cookie) => cookie.slice(0, -1))],
  ["without its MAC", kept((cookie) => cookie.split(".")[0])],
  ["of another provider", kept({ provider: "hostile-second" })],
  ["of another state", kept({ state: "another" })],
];

for (const [what, act] of trips) {
  test(`ID-2 a round trip ${what} is answered by nothing`, () => attack({ act, ...expired }));
}

test("ID-2 a round trip of nine minutes ago, or under the former key, is answered", async () => {
  for (const act of [kept({ started_at: minutes(-9) }), kept({}, keys.previous)]) {
    assert.equal((await act(new Browser())).status, 200);
  }
});

test("ID-2 a verifier that is not the question's makes no token of a code", () =>
  attack({ act: kept({ verifier: randomBytes(32).toString("base64url") }), reason: "code refused" }));

test("ID-2 a code stolen from somebody is worth nothing in the thief's own round trip", async () => {
  const victim = new Browser();
  const stolen = new URL(await victim.ask(await victim.begin("hostile"))).searchParams.get("code");
  await attack({ act: parameter("code", stolen), reason: "code refused" });
});

test("ID-3 a code of one provider is worth nothing at another", async () => {
  const victim = new Browser();
  const stolen = new URL(await victim.ask(await victim.begin("hostile"))).searchParams.get("code");
  const act = landing((url) => void url.searchParams.set("code", stolen), "hostile-second");
  await attack({ act, provider: "hostile-second", reason: "code refused" });
});

const answers = [
  ["without a code", parameter("code", undefined), "response without a code"],
  ["with an empty code", parameter("code", ""), "response without a code"],
  ["with a code that has no end", parameter("code", "x".repeat(4097)), "response without a code"],
  ["with a code that nobody gave", parameter("code", "made-up"), "code refused"],
  ["with two codes", landing((url) => `${url.href}&code=more`), "authorization response malformed"],
  ["with two states", landing((url) => `${url.href}&state=more`), "authorization response malformed"],
  ["of another issuer than the provider", parameter("iss", "http://localhost:1/first"), "response of another issuer"],
  ["that names us as its issuer", parameter("iss", origin), "response of another issuer"],
];

for (const [what, act, reason] of answers) {
  test(`ID-2 an answer ${what} signs nobody in`, () => attack({ act, reason }));
}

const named = [
  ["another provider's", ({ iss }) => iss.replace("/second", "/first"), "response of another issuer"],
  ["its own, with a stroke more,", ({ iss }) => `${iss}/`, "response of another issuer"],
  ["no", () => undefined, "response without its issuer"],
];

for (const [what, iss, reason] of named) {
  const wrong = { authorize: (right) => ({ ...right, iss: iss(right) }) };
  test(`ID-3 an answer with ${what} issuer, where the provider always names it, signs nobody in`, () =>
    attack({ provider: "hostile-second", wrong, reason }));
}

const words = "<script>alert('hostile-words')</script>";
const refusals = [
  ["access_denied", "declined", "identity provider declined"],
  ["interaction_required", "declined", "identity provider declined"],
  ["server_error", "unreachable", "identity provider in trouble"],
  ["temporarily_unavailable", "unreachable", "identity provider in trouble"],
  [words, "declined", "identity provider declined"],
];

for (const [error, problem, reason] of refusals) {
  test(`ID-2 a refusal (${error.slice(0, 24)}) signs nobody in, and none of its words are repeated`, async () => {
    const more = { error, error_description: words, error_uri: "javascript:alert('hostile-words')" };
    const wrong = { authorize: (right) => ({ ...right, ...more }) };
    const answer = await comesToNothing({ wrong, problem, reason });
    assert.ok(!JSON.stringify(answer).includes("hostile-words"));
    await succeeds();
  });
}

test("ID-2 a callback is navigated to: nothing else is taken, and nothing of it is kept", async () => {
  for (const method of ["POST", "PUT", "HEAD", "OPTIONS", "DELETE"]) {
    const browser = new Browser();
    const address = await browser.ask(await browser.begin("hostile"));
    const answer = await browser.send(address, { method, headers: { "content-type": "application/x-www-form-urlencoded" } });
    assert.deepEqual([answer.status, answer.headers.allow, browser.session], [405, "GET", undefined], method);
    assert.equal((await browser.send(address)).status, 200);
  }
});

const outside = [
  "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "javascript:alert(1)",
  "data:text/html,x", "/\t/evil.example", "/%0a/evil.example\n", "/w//evil.example", "/w/../..//evil.example", "/./x",
  "/%2e%2e/api/me", "/sign-in/hostile", "/api/me", "/w x", "/é", `/${"w".repeat(600)}`, "http://localhost:1/", "@evil.example", "",
];

test("ID-2 whatever the way back is, it is to a place of ours", async () => {
  const leads = ({ body }) => /content="0;url=([^"]*)"/.exec(body)[1];
  for (const path of outside) {
    const { answer } = await succeeds("hostile", `?return=${encodeURIComponent(path)}`);
    assert.equal(leads(answer), "/", path);
  }
  const { answer } = await succeeds("hostile", `?return=${encodeURIComponent("/w/x/cases?a=1&b=\"><i>'")}`);
  assert.equal(leads(answer), "/w/x/cases?a=1&amp;b=&quot;&gt;&lt;i&gt;&#39;");
  assert.ok(!answer.body.includes("<i>") && !answer.body.includes("<script"));
});

test("ID-2 the provider is asked with state, nonce and challenge, and told the verifier, our secret and the same address", async () => {
  const browser = new Browser();
  const asked = new URL(await browser.begin("hostile"));
  const question = Object.fromEntries(asked.searchParams);
  assert.equal(question.response_type, "code");
  assert.equal(question.redirect_uri, `${origin}/sign-in/hostile/callback`);
  assert.equal(question.code_challenge_method, "S256");
  for (const name of ["state", "nonce", "code_challenge"]) assert.match(question[name], /^[\w-]{43}$/);
  await browser.send(await browser.ask(asked.href));
  const { form, headers } = hostile.exchanges.at(-1);
  assert.deepEqual(Object.keys(form).sort(), ["code", "code_verifier", "grant_type", "redirect_uri"]);
  assert.equal(form.redirect_uri, question.redirect_uri);
  assert.match(form.code_verifier, /^[\w-]{43}$/);
  assert.match(headers.authorization, /^Basic /);
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.referer, undefined);
});

test("ID-2 no two questions share anything", async () => {
  const browser = new Browser();
  const asked = [];
  for (let times = 0; times < 3; times += 1) asked.push(new URL(await browser.begin("hostile")).searchParams);
  for (const name of ["state", "nonce", "code_challenge"]) {
    assert.equal(new Set(asked.map((question) => question.get(name))).size, 3, name);
  }
});

test("ID-2 an answer ends its round trip, good or bad, and leaves others alone", async () => {
  const browser = new Browser();
  const one = await browser.ask(await browser.begin("hostile"));
  const two = await browser.ask(await browser.begin("hostile"));
  assert.equal(browser.trips.length, 2);
  await browser.send(one.replace(/code=[^&]*/, "code=made-up"));
  assert.equal(browser.trips.length, 1);
  assert.equal((await browser.send(two)).status, 200);
  assert.equal(browser.trips.length, 0);
});

test("ID-2 a sign-in at a provider that there is none of leads back, and says nothing of it", async () => {
  for (const name of ["nobody", "hostile/", "hostile%2Fcallback", "%3Cscript%3E"]) {
    const answer = await new Browser().send(`/sign-in/${name}`);
    const led = answer.headers.location ?? "";
    assert.ok([303, 404, 307].includes(answer.status), `${name}: ${answer.status}`);
    assert.ok(!led.includes("script") && !led.startsWith("//") && !led.startsWith("http"), led);
  }
});
