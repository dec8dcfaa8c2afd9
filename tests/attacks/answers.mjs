// What an identity provider answers the worker with: its token endpoint (RFC 6749 §5, OpenID Connect Core 1.0 §3.1.3.3), its
// discovery document and its keys (OpenID Connect Discovery 1.0, RFC 7517).

import assert from "node:assert/strict";
import { test } from "node:test";
import { jwk, pair, Raw } from "../identity-provider/hostile.mjs";
import { attack, comesToNothing, fresh, hostile, succeeds } from "./attack.mjs";

const unreachable = { problem: "unreachable" };
const malformed = "token response malformed";
const silent = "token endpoint did not answer";
const json = (value) => new Raw({ body: JSON.stringify(value) });
const page = new Raw({ type: "text/html", body: "<!doctype html><script>alert(1)</script>" });
const huge = new Raw({ body: JSON.stringify({ padding: "x".repeat(2 * 1024 * 1024) }) });

const tokens = [
  ["no token", ({ id_token, ...rest }) => rest, "token response without an id token"],
  ["an id token that is nothing", (right) => ({ ...right, id_token: null }), "token response without an id token"],
  ["a list of id tokens", (right) => ({ ...right, id_token: [right.id_token] }), malformed],
  ["two id tokens", (right) => new Raw({ body: JSON.stringify(right).replace("{", `{"id_token":"${right.id_token}",`) }), malformed],
  ["an error that calls itself a success", () => json({ error: "invalid_grant" }), malformed],
  ["a refusal with a token in it", (right) => new Raw({ status: 400, body: JSON.stringify({ error: "invalid_grant", ...right }) }), "code refused"],
  ["a token for another use than a bearer's", (right) => ({ ...right, token_type: "mac" }), "token response of another type"],
  ["a token whose use nobody knows", (right) => ({ ...right, token_type: "N_A" }), "token response of another type"],
  ["no use of its token", ({ token_type, ...rest }) => rest, malformed],
  ["a page", () => page, malformed],
  ["tokens that are no JSON by their type", (right) => new Raw({ type: "text/plain", body: JSON.stringify(right) }), malformed],
  ["nothing", () => new Raw({ body: "" }), malformed],
  ["a list", (right) => json([right]), malformed],
  ["more than anybody reads", () => huge, silent, unreachable],
  ["somewhere else", () => new Raw({ status: 307, headers: { location: `${hostile.base}/second/token` } }), malformed],
  ["trouble of its own", () => new Raw({ status: 503 }), silent, unreachable],
  ["too many requests", () => new Raw({ status: 429 }), silent, unreachable],
];

for (const [what, answer, reason, more] of tokens) {
  test(`ID-2 a token endpoint that answers ${what} signs nobody in`, () => attack({ wrong: { answer }, reason, ...more }));
}

test("ID-2 a token endpoint that never ends its answer is waited for no longer than five seconds", async () => {
  const began = Date.now();
  await attack({ wrong: { answer: () => new Raw({ stall: true }) }, reason: silent, ...unreachable });
  assert.ok(Date.now() - began < 6_000, `${Date.now() - began} ms`);
});

// What the worker keeps for an hour, it is asked of a provider that it has never asked before. The control is with another
// such provider, with which nothing is wrong.
const document = (change) => ({ discovery: (right) => ({ ...right, ...change(right) }) });
const silentProvider = "identity provider did not answer";
const insecure = "endpoint not https";
const documents = [
  ["of another issuer", document(() => ({ issuer: "http://localhost:1" })), "discovery issuer is not the authority's"],
  ["of its issuer with a stroke more", document(({ issuer }) => ({ issuer: `${issuer}/` })), "discovery issuer is not the authority's"],
  ["of another provider's issuer", document(() => ({ issuer: hostile.issuer("/first") })), "discovery issuer is not the authority's"],
  ["without an issuer", document(() => ({ issuer: undefined })), "discovery document malformed"],
  ["without a token endpoint", document(() => ({ token_endpoint: undefined })), "discovery document malformed"],
  ["with a token endpoint without TLS", document(() => ({ token_endpoint: "http://login.example/token" })), insecure],
  ["with a token endpoint on this machine's number", document(({ token_endpoint }) => ({ token_endpoint: token_endpoint.replace("localhost", "127.0.0.1") })), insecure],
  ["with keys without TLS", document(() => ({ jwks_uri: "http://login.example/jwks" })), insecure],
  ["with keys in a file", document(() => ({ jwks_uri: "file:///etc/passwd" })), insecure],
  ["with keys in the document", document(() => ({ jwks_uri: 'data:application/json,{"keys":[]}' })), insecure],
  ["that sends people to a script", document(() => ({ authorization_endpoint: "javascript:alert(1)" })), insecure],
  ["with a password in an address", document(() => ({ token_endpoint: "https://a:b@login.example/token" })), insecure],
  ["that knows no PKCE but the plain one", document(() => ({ code_challenge_methods_supported: ["plain"] })), "provider without S256"],
  ["that is a page", { discovery: () => page }, "discovery document malformed"],
  ["that is empty", { discovery: () => new Raw({}) }, "discovery document malformed"],
  ["that is somewhere else", { discovery: () => new Raw({ status: 302, headers: { location: "/first/.well-known/openid-configuration" } }) }, silentProvider, unreachable],
  ["that is not there", { discovery: () => new Raw({ status: 404 }) }, silentProvider, unreachable],
  ["that is larger than any", { discovery: () => huge }, silentProvider, unreachable],
  ["that is no text", { discovery: () => new Raw({ body: Buffer.from([0x7b, 0xff, 0xfe]) }) }, "identity provider answered no text"],
];

for (const [what, wrong, reason, more] of documents) {
  test(`ID-3 a discovery document ${what} begins no sign-in`, async () => {
    const provider = fresh();
    await comesToNothing({ provider, wrong, reason, ...more });
    // Nothing of it was kept: the next document, which is right, is taken.
    await succeeds(provider);
  });
}

test("ID-2 a token signed in a way that its provider does not announce proves nothing", async () => {
  const provider = fresh();
  const announced = document(() => ({ id_token_signing_alg_values_supported: ["ES256"] }));
  await comesToNothing({ provider, wrong: announced, reason: "token algorithm not announced" });
  await succeeds(fresh());
});

const none = "no key, or several, for the token's header";
const weak = pair("rsa", { modulusLength: 1024 });
const keys = [
  ["nothing", () => ({ keys: [] }), none],
  ["no list", () => ({}), "keys malformed"],
  ["a list that is none", () => ({ keys: {} }), "keys malformed"],
  ["a page", () => page, "keys malformed"],
  ["another key under the same name", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, ...jwk(hostile.others.publicKey) })) }), "token signature"],
  ["a key for encryption", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, use: "enc" })) }), none],
  ["a key that may not verify", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, key_ops: ["encrypt"] })) }), none],
  ["a key for another algorithm", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, alg: "RS512" })) }), none],
  ["a key of 1 024 bits", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, ...jwk(weak.publicKey) })) }), none],
  ["two keys of one name", ({ keys }) => ({ keys: [...keys, ...keys] }), none],
  ["a secret key", ({ keys }) => ({ keys: keys.map(({ kid }) => ({ kid, kty: "oct", k: "c2VjcmV0", alg: "RS256" })) }), none],
  ["a key without its numbers", ({ keys }) => ({ keys: keys.map(({ n, ...rest }) => rest) }), none],
  ["trouble of its own", () => new Raw({ status: 500 }), silentProvider, unreachable],
  ["somewhere else", () => new Raw({ status: 302, headers: { location: "/first/jwks" } }), silentProvider, unreachable],
  ["more than anybody reads", () => huge, silentProvider, unreachable],
];

for (const [what, jwks, reason, more] of keys) {
  test(`ID-2 a provider that publishes ${what} for keys signs nobody in`, async () => {
    await comesToNothing({ provider: fresh(), wrong: { jwks }, reason, ...more });
    await succeeds(fresh());
  });
}

test("ID-2 a token without a key's name proves nothing where several would fit", async () => {
  const nameless = { header: ({ kid, ...rest }) => rest };
  const several = ({ keys }) => ({ keys: [...keys, jwk(hostile.others.publicKey, { kid: "more", alg: "RS256", use: "sig" })] });
  await comesToNothing({ provider: fresh(), wrong: { ...nameless, jwks: several }, reason: none });
  hostile.wrong = nameless;
  await succeeds(fresh());
  hostile.wrong = {};
});

test("ID-2 keys that never end are waited for no longer than five seconds", async () => {
  const began = Date.now();
  await comesToNothing({ provider: fresh(), wrong: { jwks: () => new Raw({ stall: true }) }, reason: silentProvider, ...unreachable });
  assert.ok(Date.now() - began < 6_000, `${Date.now() - began} ms`);
  await succeeds(fresh());
});
