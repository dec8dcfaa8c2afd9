// What happens before the program: the guard on HTML, the language, the theme, and loading.

import start from "program";

const page = document.documentElement;
const linked = (selector) => document.querySelector(`link${selector}`).href;

// The guard. Trusted Types (see _headers) hand every string that is to become HTML to this policy. Leptos makes some
// elements that are constant at compile time out of strings; those consist of what is listed here, and nothing else
// passes: no handlers, no addresses, no styles.
const TAGS = new Set("a b br button caption circle code dd div dl dt em fieldset footer g h1 h2 h3 header hr i input label legend li line main nav ol option p path pre rect section select small span strong svg table tbody td textarea th thead time tr ul".split(" "));
const ATTRIBUTES = /^(class|id|role|type|scope|lang|dir|hidden|tabindex|aria-[a-z]+|viewBox|d|cx|cy|r|x|y|x1|x2|y1|y2|width|height|rx)$/;
const PIECE = /<\/([a-z0-9]+)>|<([a-z0-9]+)((?: [a-zA-Z0-9-]+(?:="[^"<>]*")?)*) ?\/?>|<!-*>|[^<]+/gy;

function verified(html) {
  PIECE.lastIndex = 0;
  for (let at = 0; at < html.length; at = PIECE.lastIndex) {
    const piece = PIECE.exec(html);
    const names = piece?.[3]?.replace(/"[^"]*"/g, "").match(/[a-zA-Z0-9-]+/g) ?? [];
    const tag = piece?.[1] ?? piece?.[2];
    if (!piece || (tag && !TAGS.has(tag)) || !names.every((name) => ATTRIBUTES.test(name))) {
      throw new TypeError(`not made into HTML: ${html}`);
    }
  }
  return html;
}

window.trustedTypes?.createPolicy("default", { createHTML: verified });

// The language and the theme: what was chosen on the last visit, else what the browser asks for. The profile of whoever is
// signed in holds as soon as it is known (src/preferences.rs), and is kept here for the next visit.
function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

const spoken = ["en", "fr"];
const wanted = [kept("language"), ...navigator.languages].map((tag) => tag?.slice(0, 2));
page.lang = wanted.find((tag) => spoken.includes(tag)) ?? "en";
if (["light", "dark"].includes(kept("theme"))) page.dataset.theme = kept("theme");

// What the browser draws around the page has the page's own colour, whichever theme that is in.
const around = document.querySelector("[name=theme-color]");
const tint = () => (around.content = getComputedStyle(page).backgroundColor);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tint);
new MutationObserver(tint).observe(page, { attributeFilter: ["data-theme"] });
tint();

// The messages come at the same time as the program, which asks for them when it runs.
const messages = Object.assign(document.createElement("link"), {
  rel: "preload",
  as: "fetch",
  crossOrigin: "anonymous",
  href: linked(`[hreflang=${page.lang}]`),
});
document.head.append(messages);

// What every page writes its numbers and moments with. The browser takes long to make the first of these, on a phone some
// 50 ms: it does so while the program is on its way, and not when there is something to show.
setTimeout(() => new Intl.NumberFormat(page.lang));
setTimeout(() => new Intl.DateTimeFormat(page.lang, { dateStyle: "full", timeStyle: "short" }));

try {
  await start({ module_or_path: linked("[as=fetch]") });
} catch (error) {
  document.getElementById("trouble").hidden = false;
  throw error;
}
