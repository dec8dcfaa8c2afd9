// The sign-in page: everybody who can sign in, by tenant, one submit button each. Works without JavaScript; the filter
// box appears with it. `<form method="post">` with `person=<object id>`, or `cancel=1`, is the whole interface, so a
// test's HTTP client can do without the page.

import { createHash } from "node:crypto";

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
label { display: block; font-weight: 600; }
input, button { font: inherit; }
input { box-sizing: border-box; width: 100%; padding: .5rem .75rem; margin-top: .25rem; }
li button { width: 100%; text-align: start; padding: .625rem .75rem; cursor: pointer; }
li button b, li button span { display: block; }
li button span { font-size: .875rem; }
:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
`;

const script = `
const box = document.getElementById("filter");
box.closest("p").hidden = false;
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\\s+/);
  for (const tenant of document.querySelectorAll("section")) {
    for (const person of tenant.querySelectorAll("li")) {
      person.hidden = !words.every((word) => person.textContent.toLowerCase().includes(word)
        || tenant.querySelector("h2").textContent.toLowerCase().includes(word));
    }
    tenant.hidden = !tenant.querySelector("li:not([hidden])");
  }
});
`;

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The headers the page is sent with. */
export const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; frame-ancestors 'none'`,
};

/** The page for a provider called `title`, over what `People.byTenant` gives. */
export function page(title, tenants) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in – ${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
<p>A development identity provider. Whoever you choose signs in.</p>
<p hidden><label for="filter">Filter people</label><input id="filter" type="search" autocomplete="off"></p>
<form method="post">
${tenants.map(section).join("\n")}
<p><br><button name="cancel" value="1">Cancel</button></p>
</form>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function section({ name, people }, index) {
  return `<section aria-labelledby="tenant-${index}">
<h2 id="tenant-${index}">${escape(name)}</h2>
<ul>
${people.map(item).join("\n")}
</ul>
</section>`;
}

function item({ object, name, email, persona }) {
  const id = escape(object);
  const details = [persona, email].filter(Boolean).join(" · ");
  return `<li><button name="person" value="${id}" aria-label="${escape(name)}" aria-describedby="about-${id}"><b>${escape(name)}</b><span id="about-${id}">${escape(details)}</span></button></li>`;
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
