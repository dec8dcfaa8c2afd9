// The identity providers for development and tests: two of them in one process, on one port.
//
//   node tests/identity-provider/server.mjs --people target/demo/people.json --port 9400 --origin http://localhost:8787
//
//   http://localhost:9400/organizations/v2.0   shaped like Microsoft Entra ID (entra.mjs)
//   http://localhost:9400/fabrikam             an ordinary OpenID provider (fabrikam.mjs)
//   http://localhost:9400/who/<provider>/<id>  the page that asks who signs in (page.mjs)
//
// The client `portico` has the secret that is in DEV_CLIENT_SECRET. Everybody in people.json can sign in without any
// password: never let this process be reached from outside, it listens on the loopback address only.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeEntra } from "./entra.mjs";
import { makeFabrikam } from "./fabrikam.mjs";
import { headers, page } from "./page.mjs";
import { People } from "./people.mjs";

/** Starts the providers; resolves, when they listen, to something that can be closed. */
export async function startProviders({ people: file, port, origin, secret }) {
  const base = `http://localhost:${port}`;
  const people = new People(file);
  const entra = makeEntra({ base, origin, secret, people });
  const fabrikam = makeFabrikam({ base, origin, secret, people });
  const mounts = [
    { prefix: "/organizations/v2.0", answer: entra.callback() },
    { prefix: "/fabrikam", answer: fabrikam.callback() },
  ];
  const pages = {
    entra: { title: "Microsoft Entra ID", provider: entra },
    fabrikam: { title: "Fabrikam", provider: fabrikam },
  };

  const answer = async (request, response) => {
    try {
      const path = new URL(request.url, base).pathname;
      const mount = mounts.find(({ prefix }) => path.startsWith(`${prefix}/`));
      const asked = /^\/who\/(entra|fabrikam)\/[^/]+$/.exec(path);
      if (mount) {
        // As every router that mounts does: the provider sees the rest of the path, and the whole as originalUrl.
        request.originalUrl = request.url;
        request.url = request.url.slice(mount.prefix.length);
        await mount.answer(request, response);
      } else if (asked) {
        await who(request, response, asked[1], pages[asked[1]], people);
      } else {
        plain(response, 404, "nothing is here");
      }
    } catch (error) {
      const expired = error.name === "SessionNotFound";
      if (!expired) console.error(error);
      plain(response, expired ? 400 : 500, expired ? "this sign-in has ended: start again" : "the provider failed");
    }
  };
  return listen(answer, port);
}

// `localhost` is 127.0.0.1 to one client and ::1 to the next, so both are listened on; machines without IPv6 have one.
async function listen(answer, port) {
  const servers = ["127.0.0.1", "::1"].map((host) => ({ host, server: createServer(answer) }));
  for (const { host, server } of servers) {
    await new Promise((resolve, reject) => {
      server.once("listening", resolve);
      server.once("error", (error) => {
        const noIpv6 = host === "::1" && ["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(error.code);
        if (noIpv6) resolve();
        else reject(error);
      });
      server.listen(port, host);
    });
  }
  return { close: () => servers.forEach(({ server }) => server.close()) };
}

async function who(request, response, id, { title, provider }, people) {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, headers).end(page(title, people.byTenant(id)));
    return;
  }
  const form = new URLSearchParams(await body(request));
  if (form.has("cancel")) {
    const refusal = { error: "access_denied", error_description: "the person cancelled" };
    await provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
    return;
  }
  const person = people.find(id, form.get("person") ?? "");
  if (!person) {
    plain(response, 400, "nobody here has that object id");
    return;
  }
  const chosen = { login: { accountId: person.object, remember: false }, select_account: {} };
  await provider.interactionFinished(request, response, chosen, { mergeWithLastSubmission: false });
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function plain(response, status, text) {
  if (response.headersSent) return response.end();
  return response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: { people: { type: "string" }, port: { type: "string", default: "9400" }, origin: { type: "string" } },
  });
  const secret = process.env.DEV_CLIENT_SECRET;
  if (!values.people || !values.origin || !secret) {
    console.error("usage: DEV_CLIENT_SECRET=… node server.mjs --people FILE --origin URL [--port 9400]");
    process.exit(2);
  }
  await startProviders({ people: values.people, port: Number(values.port), origin: values.origin, secret });
  console.log(`identity providers on http://localhost:${values.port}`);
}
