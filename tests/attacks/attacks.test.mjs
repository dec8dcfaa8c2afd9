// Sign-in attacked, against the worker as it is deployed, with an identity provider of our own that lies. `make test` runs
// this (`in-deployment`); tests/serve/serve.mjs gives it its surroundings.

import "./token.mjs";
import "./answers.mjs";
import "./flow.mjs";
import "./session.mjs";
import "./requests.mjs";
import "./headers.mjs";
import "./unseen.mjs";
