// An identity provider that lies: what it says in a sign-in is right but for the one thing that a test has it say wrong.
//
//   const hostile = await startHostile({ base: "http://localhost:9411", origin: "http://localhost:8797", secret });
//   hostile.wrong = { claims: (claims) => ({ ...claims, aud: "another" }) };
//
// It asks nobody who they are: /authorize sends the browser back at once. All else is as strict as a good provider is: a
// code is taken once, from the client it was made for, with its secret, its redirect URI and its verifier.
//
//   hostile          an ordinary OpenID provider
//   hostile-second   another one, which names itself in its authorization responses (RFC 9207)
//   hostile-entra    shaped like Microsoft Entra ID, for people of the provider's tenant
//   fresh-01 …       ordinary ones that the worker has never asked, for documents and keys that it would keep

import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";

/** The tenant of the provider of the deployment, as wrangler.toml has it. */
export const providerTenant = "6f1f0c0e-8a51-4c39-9a8e-0b6f1c7d2a10";

const clientId = "portico";
const second = "/second";
const entra = "/entra";
const fresh = 64;

/** What the worker is told about these providers, in its variable IDENTITY_PROVIDERS. */
export function hostileProviders(base) {
  const known = { client_id: clientId, secret: "CLIENT_SECRET_HOSTILE", shared: false };
  const open = (id, path) => ({ ...known, id, kind: "openid", name: id, authority: `${base}${path}`, account: "personal" });
  return [
    open("hostile", "/first"),
    open("hostile-second", second),
    { ...known, id: "hostile-entra", kind: "entra", name: "hostile-entra", authority: `${base}${entra}/organizations/v2.0` },
    ...Array.from({ length: fresh }, (_, index) => freshName(index + 1)).map((id) => open(id, `/${id}`)),
  ];
}

/** The name of one of those that the worker has never asked. */
export const freshName = (number) => `fresh-${String(number).padStart(2, "0")}`;

/** Starts it; `wrong` is what it says wrong, by what it is about. */
export async function startHostile({ base, origin, secret }) {
  const hostile = new Hostile(base, origin, secret);
  const servers = ["127.0.0.1", "::1"].map((host) => listen(hostile, Number(new URL(base).port), host));
  const listening = (await Promise.all(servers)).filter(Boolean);
  hostile.close = () => listening.forEach((server) => server.close() && server.closeAllConnections());
  return hostile;
}

class Hostile {
  /** `discovery`, `jwks`, `authorize`, `header`, `claims`, `sign`, `token`, `answer`: each from right to wrong. */
  wrong = {};
  /** What it was sent at its token endpoint, the newest last. */
  exchanges = [];
  /** What must never be seen anywhere else: codes, tokens, verifiers, and what the token endpoint was told. */
  secrets = new Set();
  #codes = new Map();

  constructor(base, origin, secret) {
    Object.assign(this, { base, origin, secret });
    this.rsa = { ...pair("rsa", { modulusLength: 2048 }), kid: "rsa", alg: "RS256" };
    this.ec = { ...pair("ec", { namedCurve: "P-256" }), kid: "ec", alg: "ES256" };
    // The second provider's own key has the same name: names are a provider's own affair.
    this.others = { ...pair("rsa", { modulusLength: 2048 }), kid: "rsa", alg: "RS256" };
    this.secrets.add(secret);
  }

  /** The issuer of the tokens that are given below a path. */
  issuer(path) {
    return path.startsWith(entra) ? `${this.base}/${providerTenant}/v2.0` : `${this.base}${path}`;
  }

  discovery(path) {
    const at = `${this.base}${path}`;
    const document = {
      issuer: path.startsWith(entra) ? `${this.base}${entra}/{tenantid}/v2.0` : this.issuer(path),
      authorization_endpoint: `${at}/authorize`,
      token_endpoint: `${at}/token`,
      jwks_uri: `${at}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "ES256"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: path === second || undefined,
    };
    return this.#said("discovery", document);
  }

  jwks(path) {
    const keys = [path === second ? this.others : this.rsa, this.ec];
    return this.#said("jwks", { keys: keys.map(({ publicKey, kid, alg }) => jwk(publicKey, { kid, alg, use: "sig" })) });
  }

  /** The address that the browser is sent back to. */
  authorize(path, asked) {
    const code = this.#secret();
    this.#codes.set(code, { path, ...asked });
    for (const name of ["state", "nonce"]) this.secrets.add(asked[name]);
    const iss = path === second ? this.issuer(path) : undefined;
    const answer = this.#said("authorize", { code, state: asked.state, iss }, asked);
    const given = Object.entries(answer).filter(([, value]) => value !== undefined);
    return `${asked.redirect_uri}?${new URLSearchParams(given)}`;
  }

  /** The answer of the token endpoint to a request. */
  exchange(path, headers, body) {
    const form = Object.fromEntries(new URLSearchParams(body));
    this.exchanges.push({ path, headers, form });
    for (const secret of [form.code, form.code_verifier, headers.authorization]) this.secrets.add(secret ?? this.secret);
    const asked = this.#codes.get(form.code);
    this.#codes.delete(form.code);
    const [id, secret] = decode(headers.authorization);
    const challenge = createHash("sha256").update(form.code_verifier ?? "").digest("base64url");
    const right =
      asked?.path === path && form.grant_type === "authorization_code" && form.redirect_uri === asked.redirect_uri &&
      id === clientId && secret === this.secret && asked.code_challenge_method === "S256" && challenge === asked.code_challenge;
    if (!right) return { status: 400, json: { error: "invalid_grant", error_description: "<b>wrong</b> hostile-words" } };
    const id_token = this.token(path, asked);
    return this.#said("answer", { access_token: this.#secret(), token_type: "Bearer", expires_in: 3600, id_token });
  }

  token(path, { nonce }) {
    const header = this.#said("header", { alg: "RS256", kid: "rsa", typ: "JWT" });
    const claims = this.#said("claims", this.claims(path, nonce));
    const signed = `${encode(header)}.${typeof claims === "string" ? part(claims) : encode(claims)}`;
    const key = path === second ? this.others : this.rsa;
    const signature = this.wrong.sign ? this.wrong.sign(signed, this) : rs256(signed, key.privateKey);
    const token = this.#said("token", `${signed}.${Buffer.from(signature).toString("base64url")}`);
    this.secrets.add(token);
    return token;
  }

  claims(path, nonce) {
    const now = Math.floor(Date.now() / 1000);
    const common = { sub: "mallory", aud: clientId, nonce, iat: now, exp: now + 3600, name: "Mallory Hostile", email: "mallory@hostile.example" };
    if (!path.startsWith(entra)) return { iss: this.issuer(path), ...common };
    const person = { tid: providerTenant, oid: "9a7d5d0e-0000-4000-8000-00000000a77a", acct: 0, nbf: now, ver: "2.0" };
    return { iss: `${this.base}${entra}/${providerTenant}/v2.0`, ...common, ...person };
  }

  #said(about, right, ...more) {
    return this.wrong[about] ? this.wrong[about](right, ...more) : right;
  }

  #secret() {
    const secret = randomBytes(24).toString("base64url");
    this.secrets.add(secret);
    return secret;
  }
}

/** A signature with RS256, which the provider's keys make. */
export const rs256 = (text, key) => sign("sha256", Buffer.from(text), key);

/** A signature with ES256. */
export const es256 = (text, key) => sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });

/** A MAC with HS256. */
export const hs256 = (text, key) => createHmac("sha256", key).update(text).digest();

/** A pair of keys. */
export const pair = (kind, options) => generateKeyPairSync(kind, options);

/** A public key as it is published. */
export const jwk = (key, more) => ({ ...key.export({ format: "jwk" }), ...more });

/** An answer that is given as it is, in the place of JSON. */
export class Raw {
  constructor({ status = 200, type = "application/json", headers = {}, body = "", stall = false }) {
    Object.assign(this, { status, headers: { "content-type": type, ...headers }, body, stall });
  }
}

const part = (text) => Buffer.from(text).toString("base64url");
const encode = (value) => part(JSON.stringify(value));

function decode(authorization = "") {
  const [id = "", secret = ""] = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString().split(":");
  return [id, secret].map((text) => decodeURIComponent(text.replaceAll("+", " ")));
}

function listen(hostile, port, host) {
  const server = createServer((request, response) => answer(hostile, request, response));
  return new Promise((resolve, reject) => {
    server.once("listening", () => resolve(server));
    server.once("error", (error) => (host === "::1" && error.code !== "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(port, host);
  });
}

async function answer(hostile, request, response) {
  const { pathname, searchParams } = new URL(request.url, hostile.base);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const [, path, at] = /^(.*?)\/(\.well-known\/openid-configuration|jwks|authorize|token)$/.exec(pathname) ?? [];
  if (at === "authorize") return response.writeHead(302, { location: hostile.authorize(path, Object.fromEntries(searchParams)) }).end();
  const made = { jwks: () => hostile.jwks(path), token: () => hostile.exchange(path, request.headers, body) }[at];
  const said = at === undefined ? { status: 404, json: {} } : (made ?? (() => hostile.discovery(path)))();
  give(response, said);
}

function give(response, said) {
  if (said instanceof Raw) {
    response.writeHead(said.status, said.headers);
    // A stalled answer has begun, and never ends.
    if (said.stall) response.write(said.body || "{");
    else response.end(said.body);
    return;
  }
  const { status = 200, json = said } = said;
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(json));
}
