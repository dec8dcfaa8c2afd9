// What both development providers have in common: one confidential client, code flow with PKCE (S256), a fresh
// signing key at every start, no single sign-on (every request asks who signs in), consent granted by itself.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { interactionPolicy, Provider } from "oidc-provider";
import { memoryStore } from "./store.mjs";

/** The client the edge is, at both providers. */
export const clientId = "portico";

const hour = 60 * 60;

/** Makes a provider named `id` (`entra`, `fabrikam`). `claims` maps a scope to its claims; `describe` makes them. */
export function makeProvider(Kind, { id, issuer, origin, secret, people, claims, describe, pairwise }) {
  const provider = new Kind(issuer, {
    adapter: memoryStore(),
    clients: [
      {
        client_id: clientId,
        client_secret: secret,
        client_name: "Portico",
        redirect_uris: [`${origin}/sign-in/${id}/callback`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
        subject_type: pairwise ? "pairwise" : "public",
      },
    ],
    clientAuthMethods: ["client_secret_basic"],
    responseTypes: ["code"],
    subjectTypes: [pairwise ? "pairwise" : "public"],
    pairwiseIdentifier: pairwise,
    pkce: { required: () => true },
    scopes: ["openid", "profile", "email"],
    claims,
    conformIdTokenClaims: false,
    clientBasedCORS: () => false,
    cookies: {
      keys: [randomBytes(32).toString("base64url")],
      // Cookies know no ports: without a path these would go to Portico on the same host as well.
      long: { path: new URL(issuer).pathname },
      names: { session: `${id}_session`, interaction: `${id}_interaction`, resume: `${id}_resume` },
    },
    expiresWithSession: () => false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    findAccount: (_, object) => account(people, id, object, describe),
    interactions: { policy: alwaysAsk(), url: (_, { uid }) => `/who/${id}/${uid}` },
    jwks: { keys: [signingKey(id)] },
    loadExistingGrant: grantEverything,
    renderError: plainError,
    ttl: { AccessToken: hour, AuthorizationCode: 60, Grant: hour, IdToken: hour, Interaction: hour, Session: hour },
  });
  provider.use(withoutSession(provider));
  return provider;
}

export { Provider };

function account(people, id, object, describe) {
  const person = people.find(id, object);
  return person && { accountId: object, claims: () => ({ sub: object, ...describe(person) }) };
}

// `prompt=select_account` is what the edge sends; `prompt=login` is known to oidc-provider already. Consent is never asked.
function alwaysAsk() {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }));
  return policy;
}

async function grantEverything(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}

// A browser that signed in as Ada a minute ago must be able to become Ben, and two tabs may be two people: so the
// provider's own session cookie is never read back.
function withoutSession(provider) {
  const name = provider.cookieName("session");
  return async (ctx, next) => {
    const kept = (ctx.req.headers.cookie ?? "")
      .split(/;\s*/)
      .filter((cookie) => cookie !== "" && !cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}.`));
    if (kept.length > 0) ctx.req.headers.cookie = kept.join("; ");
    else delete ctx.req.headers.cookie;
    await next();
  };
}

async function plainError(ctx, out) {
  ctx.type = "text/plain";
  ctx.body = Object.entries(out)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

function signingKey(id) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = `${id}-${randomBytes(6).toString("hex")}`;
  return { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
}
