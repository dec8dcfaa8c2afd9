// Signs in at both development providers over plain HTTP, as the edge and a browser together do, and looks at every
// claim; then shows that what must be refused is refused. Run with `node --test tests/identity-provider/*.test.mjs`.

import assert from "node:assert/strict";
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startProviders } from "./server.mjs";

const port = 19_400 + (process.pid % 500);
const base = `http://localhost:${port}`;
const origin = "http://localhost:18787";
const secret = "a secret/with: signs";
const contoso = "11111111-1111-4111-8111-111111111111";
const group = "99999999-9999-4999-8999-999999999999";
const folder = mkdtempSync(join(tmpdir(), "portico-providers-"));
const file = join(folder, "people.json");

const ada = {
  provider: "entra",
  tenant: contoso,
  object: "22222222-2222-4222-8222-222222222222",
  name: "Ada <Berg>",
  email: "ada@contoso.example",
  email_verified: true,
  upn: "ada.berg@contoso.example",
  groups: [group],
  guest: false,
  home_idp: null,
  persona: "Workspace administrator of Contoso",
};
const guest = {
  ...ada,
  object: "33333333-3333-4333-8333-333333333333",
  name: "Gil Guest",
  email: "gil@elsewhere.example",
  email_verified: false,
  groups: [],
  guest: true,
  home_idp: "live.com",
};
const fay = { ...ada, provider: "fabrikam", object: "fay", name: "Fay", email: "fay@fabrikam.example", groups: ["Ops"] };

let providers;

function write(people) {
  writeFileSync(file, JSON.stringify({ tenants: [{ id: contoso, name: "Contoso", domain: "contoso.example" }], people }));
}

before(async () => {
  write([ada, guest, fay]);
  providers = await startProviders({ people: file, port, origin, secret });
});

after(() => {
  providers.close();
  rmSync(folder, { recursive: true });
});

/** A client with cookies, each sent below its path only, that follows no redirect. */
function browser() {
  const jar = new Map();
  return async (url, form) => {
    const { pathname } = new URL(url);
    const cookies = [...jar.values()].filter(({ path }) => pathname.startsWith(path)).map(({ pair }) => pair);
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: cookies.join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const pair = cookie.split(";")[0];
      const path = /; path=([^;]*)/i.exec(cookie)[1];
      jar.set(`${pair.split("=")[0]} ${path}`, { pair, path });
    }
    return response;
  };
}

async function discover(id) {
  const root = id === "entra" ? `${base}/organizations/v2.0` : `${base}/fabrikam`;
  return (await fetch(`${root}/.well-known/openid-configuration`)).json();
}

function authorizationUrl(discovery, id, change = {}) {
  const verifier = randomBytes(32).toString("base64url");
  const asked = {
    client_id: "portico",
    response_type: "code",
    scope: "openid profile email",
    redirect_uri: `${origin}/sign-in/${id}/callback`,
    state: "the-state",
    nonce: "the-nonce",
    prompt: "select_account",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...change,
  };
  for (const [key, value] of Object.entries(asked)) if (value === undefined) delete asked[key];
  return { verifier, url: `${discovery.authorization_endpoint}?${new URLSearchParams(asked)}` };
}

/** From the request to the landing at the edge; gives the landing's query and what is needed to go on. */
async function land(id, form, visit = browser()) {
  const discovery = await discover(id);
  const { verifier, url } = authorizationUrl(discovery, id);
  const started = await visit(url);
  assert.equal(started.status, 303);
  const pageUrl = new URL(started.headers.get("location"), base).href;
  const shown = await visit(pageUrl);
  assert.equal(shown.status, 200);
  const html = await shown.text();
  const chosen = await visit(pageUrl, form);
  assert.equal(chosen.status, 303, await chosen.text());
  const landed = await visit(chosen.headers.get("location"));
  assert.equal(landed.status, 303);
  const landing = new URL(landed.headers.get("location"));
  assert.equal(landing.origin + landing.pathname, `${origin}/sign-in/${id}/callback`);
  return { discovery, verifier, html, query: landing.searchParams };
}

async function exchange({ discovery, verifier, query }, id, change = {}) {
  const basic = `${encodeURIComponent("portico")}:${encodeURIComponent(change.secret ?? secret)}`;
  const response = await fetch(discovery.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: query.get("code"),
      redirect_uri: `${origin}/sign-in/${id}/callback`,
      code_verifier: change.verifier ?? verifier,
    }),
  });
  return { status: response.status, answer: await response.json() };
}

async function signIn(id, person, visit) {
  const landed = await land(id, { person: person.object }, visit);
  const { status, answer } = await exchange(landed, id);
  assert.equal(status, 200, JSON.stringify(answer));
  const [head, payload, signature] = answer.id_token.split(".");
  const header = JSON.parse(Buffer.from(head, "base64url"));
  const { keys } = await (await fetch(landed.discovery.jwks_uri)).json();
  const jwk = keys.find(({ kid }) => kid === header.kid);
  assert.equal(header.alg, "RS256");
  assert.equal(jwk.d, undefined);
  const key = createPublicKey({ key: jwk, format: "jwk" });
  assert.ok(verify("RSA-SHA256", Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url")));
  return { ...landed, claims: JSON.parse(Buffer.from(payload, "base64url")) };
}

test("entra: the issuer in discovery is a template, the token's has the tenant in it", async () => {
  const { discovery, claims, query } = await signIn("entra", ada);
  assert.equal(discovery.issuer, `${base}/{tenantid}/v2.0`);
  assert.equal(claims.iss, `${base}/${contoso}/v2.0`);
  assert.equal(query.get("state"), "the-state");
  assert.equal(query.has("iss"), false);
  assert.equal(discovery.authorization_response_iss_parameter_supported, undefined);
  assert.ok(discovery.authorization_endpoint.startsWith(`${base}/organizations/v2.0/`));
});

test("entra: a member's claims", async () => {
  const { claims } = await signIn("entra", ada);
  const { exp, iat, nbf, sub, ...rest } = claims;
  delete rest.at_hash;
  assert.deepEqual(rest, {
    iss: `${base}/${contoso}/v2.0`,
    aud: "portico",
    nonce: "the-nonce",
    tid: contoso,
    oid: ada.object,
    ver: "2.0",
    acct: 0,
    groups: [group],
    name: ada.name,
    preferred_username: ada.upn,
    email: ada.email,
    xms_edov: true,
  });
  assert.notEqual(sub, ada.object);
  assert.ok(Math.abs(iat - Date.now() / 1000) < 5 && Math.abs(nbf - iat) <= 1 && exp === iat + 3600);
});

test("entra: a guest's claims", async () => {
  const { claims } = await signIn("entra", guest);
  assert.equal(claims.acct, 1);
  assert.equal(claims.idp, "live.com");
  assert.equal(claims.xms_edov, false);
  assert.equal(claims.groups, undefined);
});

test("fabrikam: an ordinary provider's claims", async () => {
  const { discovery, claims, query } = await signIn("fabrikam", fay);
  assert.equal(discovery.issuer, `${base}/fabrikam`);
  assert.equal(query.get("iss"), `${base}/fabrikam`);
  assert.equal(claims.iss, `${base}/fabrikam`);
  assert.equal(claims.sub, "fay");
  assert.deepEqual([claims.name, claims.email, claims.email_verified], ["Fay", fay.email, true]);
  assert.deepEqual(claims.groups, ["Ops"]);
});

test("the same browser is asked again and can be somebody else", async () => {
  const visit = browser();
  assert.equal((await signIn("entra", ada, visit)).claims.oid, ada.object);
  assert.equal((await signIn("entra", guest, visit)).claims.oid, guest.object);
});

test("many sign-ins at once stay apart", async () => {
  const people = Array.from({ length: 12 }, (_, index) => (index % 2 ? ada : guest));
  const found = await Promise.all(people.map((person) => signIn("entra", person)));
  assert.deepEqual(found.map(({ claims }) => claims.oid), people.map(({ object }) => object));
});

test("the page lists this provider's people, escaped, and is written anew when the file is", async () => {
  const { html } = await land("entra", { person: ada.object });
  assert.match(html, /Contoso \(contoso\.example\)/);
  assert.match(html, /aria-label="Ada &#60;Berg&#62;"/);
  assert.match(html, /Workspace administrator of Contoso/);
  assert.doesNotMatch(html, /Fay/);
  write([ada, guest, fay, { ...ada, object: "44444444-4444-4444-8444-444444444444", name: "Nia New" }]);
  assert.match((await land("entra", { person: ada.object })).html, /Nia New/);
});

test("cancelling lands with access_denied", async () => {
  const { query } = await land("entra", { cancel: "1" });
  assert.equal(query.get("error"), "access_denied");
  assert.equal(query.get("state"), "the-state");
  assert.equal(query.has("iss"), false);
});

test("a wrong verifier, a wrong secret and a second use are refused", async () => {
  const first = await land("entra", { person: ada.object });
  assert.equal((await exchange(first, "entra", { secret: "another" })).answer.error, "invalid_client");
  const other = randomBytes(32).toString("base64url");
  assert.equal((await exchange(first, "entra", { verifier: other })).answer.error, "invalid_grant");
  const second = await land("entra", { person: ada.object });
  assert.equal((await exchange(second, "entra")).status, 200);
  assert.equal((await exchange(second, "entra")).answer.error, "invalid_grant");
});

test("no PKCE, plain PKCE and a foreign redirect URI are refused", async () => {
  const discovery = await discover("entra");
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  for (const change of [without, { code_challenge_method: "plain" }]) {
    const response = await browser()(authorizationUrl(discovery, "entra", change).url);
    assert.equal(new URL(response.headers.get("location")).searchParams.get("error"), "invalid_request");
  }
  const foreign = { redirect_uri: "https://elsewhere.example/callback" };
  const response = await browser()(authorizationUrl(discovery, "entra", foreign).url);
  assert.equal(response.status, 400);
  assert.equal(response.headers.get("location"), null);
});

test("nobody's object id, and a sign-in that is over, are refused in words", async () => {
  const visit = browser();
  const { url } = authorizationUrl(await discover("entra"), "entra");
  const pageUrl = new URL((await visit(url)).headers.get("location"), base).href;
  assert.equal((await visit(pageUrl, { person: fay.object })).status, 400);
  assert.equal((await browser()(pageUrl)).status, 400);
});
