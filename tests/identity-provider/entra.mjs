// A provider shaped like Microsoft Entra ID for applications of many tenants.
//
// What is peculiar about the real one, and is therefore the same here:
//   - one discovery document for all tenants (`/organizations/v2.0/…`), whose issuer is a template, literally
//     `http://localhost:9400/{tenantid}/v2.0`; a token's issuer has the tenant filled in;
//   - a person is `tid` + `oid`; `sub` is pairwise and says nothing outside this client;
//   - `acct` is 1 for guests, `idp` is there only for people at home elsewhere, `xms_edov` says whether the domain of
//     the e-mail address is verified, `groups` carries object ids;
//   - the authorization response has no `iss` (RFC 9207).

import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { clientId, makeProvider, Provider } from "./provider.mjs";

const claims = {
  openid: ["sub", "tid", "oid", "ver", "acct", "idp", "groups"],
  profile: ["name", "preferred_username"],
  email: ["email", "xms_edov"],
};

/** The provider, to be mounted at `/organizations/v2.0` of `base` (`http://localhost:9400`). */
export function makeEntra({ base, origin, secret, people }) {
  const issuer = `${base}/organizations/v2.0`;
  const provider = makeProvider(tenantIssuers(base), {
    id: "entra",
    issuer,
    origin,
    secret,
    people,
    claims,
    describe,
    pairwise: (_, object) => createHash("sha256").update(`${clientId} ${object}`).digest("base64url"),
  });
  provider.use(asEntraAnswers(base));
  return provider;
}

function describe(person) {
  return {
    tid: person.tenant,
    oid: person.object,
    ver: "2.0",
    acct: person.guest ? 1 : 0,
    idp: person.home_idp ?? undefined,
    groups: person.groups.length > 0 ? person.groups : undefined,
    name: person.name,
    preferred_username: person.upn,
    email: person.email,
    xms_edov: person.email_verified,
  };
}

// oidc-provider signs every token with `provider.issuer`. While an ID token is being signed, that property answers with
// the issuer of the tenant the person belongs to; at every other time with the provider's own.
function tenantIssuers(base) {
  return class Entra extends Provider {
    #idToken;
    #issuer;
    #signing = new AsyncLocalStorage();

    constructor(issuer, configuration) {
      super(issuer, configuration);
      this.#issuer = issuer;
      Object.defineProperty(this, "issuer", { get: () => this.#signing.getStore() ?? this.#issuer });
    }

    get IdToken() {
      this.#idToken ??= entraIdToken(super.IdToken, (tenant, sign) => this.#signing.run(`${base}/${tenant}/v2.0`, sign));
      return this.#idToken;
    }
  };
}

function entraIdToken(IdToken, signingFor) {
  return class EntraIdToken extends IdToken {
    // oidc-provider finds how long it lasts under its class's name.
    static name = "IdToken";

    async payload() {
      return { ...(await super.payload()), nbf: Math.floor(Date.now() / 1000) };
    }

    issue(options) {
      return signingFor(this.available.tid, () => super.issue(options));
    }
  };
}

function asEntraAnswers(base) {
  return async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === "discovery") {
      ctx.body = { ...ctx.body, issuer: `${base}/{tenantid}/v2.0` };
      delete ctx.body.authorization_response_iss_parameter_supported;
    }
    const location = ctx.response.get("location");
    if (location?.includes("/sign-in/entra/callback?")) {
      const landing = new URL(location);
      landing.searchParams.delete("iss");
      ctx.set("location", landing.href);
    }
  };
}
