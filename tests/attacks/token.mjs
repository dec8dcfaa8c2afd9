// ID tokens: whose signature counts, under which key and algorithm, and what a token must say (OpenID Connect Core 1.0
// §3.1.3.7, RFC 7515, RFC 8725).

import { constants, sign } from "node:crypto";
import { test } from "node:test";
import { es256, hs256, pair, rs256 } from "../identity-provider/hostile.mjs";
import { attack } from "./attack.mjs";

const header = (change) => ({ header: (right) => ({ ...right, ...change }) });
const stranger = pair("rsa", { modulusLength: 2048 });
const strangersCurve = pair("ec", { namedCurve: "P-256" });
const flipped = (bytes, at) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
const none = "no key, or several, for the token's header";
const wrongKind = "token algorithm not allowed";

const signatures = [
  ["of which one bit was changed", { sign: (text, { rsa }) => flipped(rs256(text, rsa.privateKey), 100) }, "token signature"],
  ["by a stranger's key", { sign: (text) => rs256(text, stranger.privateKey) }, "token signature"],
  ["by another provider's key of the same name", { sign: (text, { others }) => rs256(text, others.privateKey) }, "token signature"],
  ["by a stranger's key on the curve", { ...header({ alg: "ES256", kid: "ec" }), sign: (text) => es256(text, strangersCurve.privateKey) }, "token signature"],
  ["in another form than a token's", { ...header({ alg: "ES256", kid: "ec" }), sign: (text, { ec }) => sign("sha256", Buffer.from(text), ec.privateKey) }, "token signature"],
  ["of nothing but zeros", { ...header({ alg: "ES256", kid: "ec" }), sign: () => Buffer.alloc(64) }, "token signature"],
  ["that is empty", { sign: () => Buffer.alloc(0) }, "token signature"],
  ["of other claims", { token: (token) => splice(token, (claims) => ({ ...claims, sub: "somebody" })) }, "token signature"],
  ["of another header", { token: (token) => splice(token, undefined, (head) => ({ ...head, typ: "jwt" })) }, "token signature"],
];

function splice(token, change = (claims) => claims, changeHead = (head) => head) {
  const [head, claims, signature] = token.split(".");
  const changed = (part, how) => Buffer.from(JSON.stringify(how(JSON.parse(Buffer.from(part, "base64url"))))).toString("base64url");
  return [changed(head, changeHead), changed(claims, change), signature].join(".");
}

for (const [what, wrong, reason] of signatures) {
  test(`ID-2 a token with a signature ${what} proves nothing`, () => attack({ wrong, reason }));
}

const publicKey = ({ rsa }) => rsa.publicKey.export({ type: "spki", format: "pem" });
const headers = [
  ["is not signed", { ...header({ alg: "none", kid: undefined }), sign: () => Buffer.alloc(0) }, wrongKind],
  ["is not signed, in other letters", { ...header({ alg: "nOnE" }), sign: () => Buffer.alloc(0) }, wrongKind],
  ["has a MAC under the public key", { ...header({ alg: "HS256" }), sign: (text, hostile) => hs256(text, publicKey(hostile)) }, wrongKind],
  ["has a MAC under the client secret", { ...header({ alg: "HS256" }), sign: (text, { secret }) => hs256(text, secret) }, wrongKind],
  ["is signed with PS256", { ...header({ alg: "PS256" }), sign: (text, { rsa }) => sign("sha256", Buffer.from(text), { key: rsa.privateKey, ...pss }) }, wrongKind],
  ["is signed with RS512", { ...header({ alg: "RS512" }), sign: (text, { rsa }) => sign("sha512", Buffer.from(text), rsa.privateKey) }, wrongKind],
  ["is signed with RS1", { ...header({ alg: "RS1" }), sign: (text, { rsa }) => sign("sha1", Buffer.from(text), rsa.privateKey) }, wrongKind],
  ["names an algorithm that is not its key's", { ...header({ alg: "ES256" }), sign: (text, { ec }) => es256(text, ec.privateKey) }, none],
  ["names a key that is not its algorithm's", { ...header({ kid: "ec" }), sign: (text, { rsa }) => rs256(text, rsa.privateKey) }, none],
  ["names a key that nobody has", header({ kid: "../rsa" }), none],
  ["brings its own key", { ...header({ kid: "mine", jwk: stranger.publicKey.export({ format: "jwk" }) }), sign: (text) => rs256(text, stranger.privateKey) }, none],
  ["says where its key is", { ...header({ kid: "mine", jku: "http://localhost:1/jwks", x5u: "http://localhost:1/x5u" }), sign: (text) => rs256(text, stranger.privateKey) }, none],
  ["has something critical in its header", header({ crit: ["exp"], exp: 1 }), "token header has something critical"],
  ["has an empty list of critical things", header({ crit: [] }), "token header has something critical"],
  ["is an access token", header({ typ: "at+jwt" }), "token is of another type"],
  ["is a logout token", header({ typ: "logout+jwt" }), "token is of another type"],
  ["has no algorithm", header({ alg: undefined }), "token malformed"],
  ["has a list of algorithms", header({ alg: ["RS256"] }), "token malformed"],
  ["has a key id that is no text", header({ kid: 1 }), "token malformed"],
  ["is encrypted", { token: () => "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d" }, "token malformed"],
  ["is in the form with one signature in JSON", { token: (token) => JSON.stringify({ payload: token.split(".")[1], signatures: [] }) }, "token malformed"],
  ["is padded", { token: (token) => `${token}==` }, "token malformed"],
  ["has no signature at all", { token: (token) => token.split(".").slice(0, 2).join(".") }, "token malformed"],
  ["is larger than any", { token: (token) => `${token}${"A".repeat(64 * 1024)}` }, "token malformed"],
  ["is no text", { token: () => 7 }, "token response malformed"],
];

for (const [what, wrong, reason] of headers) {
  test(`ID-2 a token that ${what} proves nothing`, () => attack({ wrong, reason }));
}

const claims = (change) => ({ claims: (right) => ({ ...right, ...change(right) }) });
const now = () => Math.floor(Date.now() / 1000);
const malformed = "token claims malformed";

const said = [
  ["of another issuer", () => ({ iss: "http://localhost:1/first" }), "token issuer"],
  ["of another provider's issuer", ({ iss }) => ({ iss: iss.replace("/first", "/second") }), "token issuer"],
  ["of the issuer with a stroke more", ({ iss }) => ({ iss: `${iss}/` }), "token issuer"],
  ["of the issuer in other letters", ({ iss }) => ({ iss: iss.replace("first", "First") }), "token issuer"],
  ["without an issuer", () => ({ iss: undefined }), malformed],
  ["for somebody else", () => ({ aud: "another" }), "token audience"],
  ["for us in other letters", () => ({ aud: "Portico" }), "token audience"],
  ["for us and somebody else", () => ({ aud: ["portico", "another"] }), "token audience"],
  ["for us and somebody else, given to us", () => ({ aud: ["portico", "another"], azp: "portico" }), "token audience"],
  ["for nobody", () => ({ aud: [] }), "token audience"],
  ["for somebody else in a list", () => ({ aud: ["another"] }), "token audience"],
  ["without an audience", () => ({ aud: undefined }), malformed],
  ["given to somebody else", () => ({ azp: "another" }), "token audience"],
  ["that has ended", () => ({ exp: now() - 300 }), "token expired"],
  ["without an end", () => ({ exp: undefined }), malformed],
  ["whose end is a text", () => ({ exp: String(now() + 3600) }), malformed],
  ["whose end is nothing", () => ({ exp: null }), malformed],
  ["of the future", () => ({ iat: now() + 300 }), "token made in the future"],
  ["made an hour ago", () => ({ iat: now() - 3600 }), "token made too long ago"],
  ["that does not say when it was made", () => ({ iat: undefined }), malformed],
  ["that begins later", () => ({ nbf: now() + 300 }), "token not yet valid"],
  ["whose beginning is a text", () => ({ nbf: "now" }), malformed],
  ["without a nonce", () => ({ nonce: undefined }), "token nonce"],
  ["with an empty nonce", () => ({ nonce: "" }), "token nonce"],
  ["with a nonce of nobody's", () => ({ nonce: "0".repeat(43) }), "token nonce"],
  ["with a list of nonces", ({ nonce }) => ({ nonce: [nonce] }), malformed],
  ["of nobody", () => ({ sub: undefined }), malformed],
  ["of nobody, in so many words", () => ({ sub: "" }), "token subject"],
  ["of somebody whose name has no end", () => ({ sub: "m".repeat(256) }), "token subject"],
  ["of somebody who is two lines", () => ({ sub: "mallory\nada" }), "token subject"],
  ["of a number", () => ({ sub: 1 }), malformed],
];

for (const [what, change, reason] of said) {
  test(`ID-2 a token ${what} proves nothing`, () => attack({ wrong: claims(change), reason }));
}

test("ID-2 a token that says two things about one proves nothing", () =>
  attack({ wrong: { claims: (right) => JSON.stringify(right).replace("{", '{"sub":"ada",') }, reason: malformed }));
test("ID-2 a token whose claims are no JSON proves nothing", () => attack({ wrong: { claims: () => "mallory" }, reason: malformed }));

test("ID-2 the nonce of another sign-in proves nothing", async () => {
  let kept;
  const asked = (right, { nonce }) => ((kept ??= nonce), right);
  await attack({ wrong: { authorize: asked, claims: (right) => ({ ...right, nonce: "another" }) }, reason: "token nonce" });
  await attack({ wrong: { claims: (right) => ({ ...right, nonce: kept }) }, reason: "token nonce" });
});

const elsewhere = "11111111-1111-4111-8111-1111111111ff";
const consumers = "9188040d-6c67-4c5b-b112-36a304b66dad";
const foreign = { problem: "unknown_tenant" };
const guest = { problem: "guest" };
const inTenant = (tid) => ({ iss, tid: own }) => ({ iss: iss.replace(own, tid), tid });
const ofEntra = [
  ["ID-3 a token without a tenant", () => ({ tid: undefined }), "token issuer"],
  ["ID-3 a token of a tenant that is none", inTenant("organizations"), "token issuer"],
  ["ID-3 a token of the issuer's template", ({ iss, tid }) => ({ iss: iss.replace(tid, "{tenantid}") }), "token issuer"],
  ["ID-3 a token of one tenant's issuer for another tenant", () => ({ tid: elsewhere }), "token issuer"],
  ["ID-3 a token of another tenant's issuer for this tenant", ({ iss, tid }) => ({ iss: iss.replace(tid, elsewhere) }), "token issuer"],
  ["ID-3 a token whose tenant is in other letters", ({ iss, tid }) => ({ iss: iss.replace(tid, tid.toUpperCase()), tid: tid.toUpperCase() }), "token issuer"],
  ["ID-3 a token whose tenant is a path", inTenant("../first"), "token issuer"],
  ["ID-3 a token of the first version's issuer", ({ iss }) => ({ iss: iss.replace("/v2.0", "/") }), "token issuer"],
  ["ID-3 a token of a tenant that nobody registered", inTenant(elsewhere), "tenant not registered", foreign],
  ["ID-4 a token of the tenant of personal accounts, where nobody registered it", inTenant(consumers), "tenant not registered", foreign],
  ["ID-1 a token without an object id", () => ({ oid: undefined }), "token without an object id"],
  ["ID-1 a token with an empty object id", () => ({ oid: "" }), "token object id"],
  ["ID-5 a token of a guest", () => ({ acct: 1 }), "guest in the provider's tenant", guest],
  ["ID-5 a token of a guest, in letters", () => ({ acct: "1" }), "guest in the provider's tenant", guest],
  ["ID-5 a token that does not say whether somebody is a guest", () => ({ acct: undefined }), "token of the provider's tenant without the optional claim `acct`", guest],
  ["ID-5 a token of somebody at home elsewhere", () => ({ idp: `https://sts.windows.net/${elsewhere}/` }), "guest in the provider's tenant", guest],
  ["ID-5 a token of somebody at home with personal accounts", () => ({ idp: "live.com" }), "guest in the provider's tenant", guest],
];

for (const [what, change, reason, more] of ofEntra) {
  test(`${what} signs nobody in`, () => attack({ provider: "hostile-entra", wrong: claims(change), reason, ...more }));
}
