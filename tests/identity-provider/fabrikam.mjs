// An ordinary OpenID provider, as a customer may bring their own: one issuer, `sub` is the person, `email_verified` is
// the standard's, `groups` carries names.

import { makeProvider, Provider } from "./provider.mjs";

const claims = {
  openid: ["sub", "groups"],
  profile: ["name"],
  email: ["email", "email_verified"],
};

/** The provider, to be mounted at `/fabrikam` of `base` (`http://localhost:9400`). */
export function makeFabrikam({ base, origin, secret, people }) {
  return makeProvider(Provider, {
    id: "fabrikam",
    issuer: `${base}/fabrikam`,
    origin,
    secret,
    people,
    claims,
    describe: ({ name, email, email_verified, groups }) => ({ name, email, email_verified, groups }),
  });
}
