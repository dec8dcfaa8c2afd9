// The page defends itself: whatever gets hold of a string that becomes HTML or script, the browser asks the page's policy
// (app/boot.js), and that lets nothing through that could do something. Every sink × every payload.
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "./journey.mjs";
import { nobody } from "./people.mjs";
import { expectNoTrouble, taken } from "./trouble.mjs";

const settings = () => test.info().project.use;

/** What somebody would put into a page. Each would do something, load something, lead somewhere, or hide something. */
const PAYLOADS = [
  "<script>hit()</script>", "<img src=x onerror=hit()>", '<img src="x" onerror="hit()">', '<svg onload="hit()"></svg>', "<svg/onload=hit()>",
  '<svg><script>hit()</script></svg>', '<svg><a href="javascript:hit()"><rect></rect></a></svg>', '<a href="javascript:hit()">x</a>',
  '<svg><use href="data:image/svg+xml,x"></use></svg>', '<svg><animate attributename="href" values="javascript:hit()"></animate></svg>',
  '<svg><foreignobject><p>x</p></foreignobject></svg>', '<svg><style>p{}</style></svg>', '<math><mtext>x</mtext></math>',
  '<iframe srcdoc="<script>hit()</script>"></iframe>', "<iframe></iframe>", '<object data="x"></object>', '<embed src="x">', '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=//evil.example">', '<link rel="stylesheet" href="//evil.example">', "<style>*{color:red}</style>",
  '<p style="position:fixed">x</p>', '<form action="//evil.example"><input></form>', '<button formaction="//evil.example">x</button>',
  '<input onfocus="hit()" autofocus>', '<p onclick="hit()">x</p>', '<p ONCLICK="hit()">x</p>', '<P>x</P>', '<p\nonclick="hit()">x</p>', '<p/onclick="hit()">x</p>',
  '<p class="a"onclick="hit()">x</p>', "<p class='a' onclick='hit()'>x</p>", "<p class=a>x</p>", '<p class="a>b">x</p>', '<p title="</p><img src=x onerror=hit()>">x</p>',
  "<template><script>hit()</script></template>", "<template></template>", '<template shadowrootmode="open"><p>x</p></template>', '<slot name="x"></slot>',
  "<noscript><p title=\"</noscript><img src=x onerror=hit()>\"></noscript>", "<!--><img src=x onerror=hit()>-->", "<!-- <p> -->", "<![CDATA[x]]>", "<?xml x?>",
  "<title>x</title>", "<textarea></textarea><script>hit()</script>", "<select><script>hit()</script></select>", '<details ontoggle="hit()" open>x</details>',
  '<video src="x" onerror="hit()"></video>', '<audio src="x"></audio>', '<source src="x">', '<x-y onclick="hit()">x</x-y>', "<custom-element></custom-element>",
  '<p is="x-y">x</p>', '<p name="x">x</p>', '<p popover>x</p>', '<button popovertarget="x">x</button>', '<button command="show-modal" commandfor="x">x</button>',
  '<p itemscope>x</p>', '<p part="x">x</p>', '<p data-x="1">x</p>', '<p contenteditable="true">x</p>', '<input src="x" type="image">', '<p slot="x">x</p>', '<p nonce="x">x</p>',
  "<", "</", "<p", "<p ", '<p class="', "<p></p", "< p>x</p>", "\u0000<p>x</p><", "<p\u0000 onclick=hit()>x</p>",
];

/** Where a string becomes HTML. */
const HTML = {
  innerHTML: (text) => Object.assign(document.createElement("div"), { innerHTML: text }),
  outerHTML: (text) => {
    const [outer, inner] = ["div", "div"].map((name) => document.createElement(name));
    outer.append(inner);
    inner.outerHTML = text;
    return outer;
  },
  insertAdjacentHTML: (text) => {
    const element = document.createElement("div");
    element.insertAdjacentHTML("beforeend", text);
    return element;
  },
  createContextualFragment: (text) => document.createRange().createContextualFragment(text),
  DOMParser: (text) => new DOMParser().parseFromString(text, "text/html").body,
  "DOMParser, XML": (text) => new DOMParser().parseFromString(text, "application/xhtml+xml").documentElement,
  "template.innerHTML": (text) => Object.assign(document.createElement("template"), { innerHTML: text }).content,
  "shadow root": (text) => Object.assign(document.createElement("div").attachShadow({ mode: "open" }), { innerHTML: text }),
  "iframe.srcdoc": (text) => Object.assign(document.createElement("iframe"), { srcdoc: text }),
  "iframe.setAttribute": (text) => (document.createElement("iframe").setAttribute("srcdoc", text), document.body),
  "document.write": (text) => (document.write(text), document.body),
  "document.writeln": (text) => (document.writeln(text), document.body),
  "document.execCommand": (text) => (document.execCommand("insertHTML", false, text), document.body),
  setHTMLUnsafe: (text) => {
    const element = document.createElement("div");
    element.setHTMLUnsafe(text);
    return element;
  },
  parseHTMLUnsafe: (text) => Document.parseHTMLUnsafe(text).body,
};

/** Where a string becomes script, or an address of one: nothing of the kind passes, whatever it is. */
const SCRIPT = {
  eval: () => eval("hit()"),
  "eval, elsewhere": () => (0, eval)("hit()"),
  Function: () => new Function("hit()")(),
  setTimeout: () => setTimeout("hit()"),
  setInterval: () => setInterval("hit()"),
  "script.text": () => document.head.append(Object.assign(document.createElement("script"), { text: "hit()" })),
  "script.textContent": () => document.head.append(Object.assign(document.createElement("script"), { textContent: "hit()" })),
  "script.innerText": () => document.head.append(Object.assign(document.createElement("script"), { innerText: "hit()" })),
  "script.append": () => {
    const script = document.createElement("script");
    script.append("hit()");
    document.head.append(script);
  },
  "script.src": () => document.head.append(Object.assign(document.createElement("script"), { src: "/boot.js" })),
  "script.setAttribute": () => document.createElement("script").setAttribute("src", "data:text/javascript,hit()"),
  onclick: () => document.createElement("p").setAttribute("onclick", "hit()"),
  Worker: () => new Worker("data:text/javascript,postMessage(1)"),
  "service worker": () => navigator.serviceWorker.register("/worker.js"),
  "another policy": () => trustedTypes.createPolicy("another", { createHTML: (text) => text }),
  "another default policy": () => trustedTypes.createPolicy("default", { createHTML: (text) => text }),
  import: () => import("data:text/javascript,hit()"),
};

test.skip(({ isMobile }) => Boolean(isMobile), "the same page and browser, in another window");

/** Does something in the page, as a script of its own would: not within the call of the browser's inspector, which may more. */
const later = (page, what) => page.evaluate(`new Promise((resolve) => setTimeout(async () => resolve(await (${what})()), 0))`);

/** Which of these texts a sink took. */
const took = (page, sink, texts) =>
  later(page, `() => ${JSON.stringify(texts)}.filter((text) => {
    try {
      (${sink})(text);
      return true;
    } catch (error) {
      return !(error instanceof TypeError);
    }
  })`);

const ofThePolicy = /trusted-types|TrustedHTML|TrustedScript|script-src|not made into HTML|Trusted Type|unsafe-eval/i;

async function opened(browser) {
  const page = await nobody(browser, settings());
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { hits: 0, hit: () => (window.hits += 1) }));
  return page;
}

const HARMLESS = [
  "", "text", "a &amp; b", "<p>x</p>", '<p class="a b" id="x" aria-label="y">x</p>', '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>',
  "<!---->", "<input hidden>", "<br />",
];

for (const [name, sink] of Object.entries(HTML)) {
  test(`nothing that could do something gets into the page by ${name}`, async ({ browser }) => {
    const page = await opened(browser);
    expect(await took(page, sink, PAYLOADS)).toEqual([]);
    expect(await page.evaluate(() => window.hits)).toBe(0);
    expect(taken().filter((trouble) => !ofThePolicy.test(trouble))).toEqual([]);
    // What the page is made of does get in.
    expect(await took(page, sink, HARMLESS)).toEqual(HARMLESS);
    // What the browser itself says of what is no XML has a style, which the page's policy does not let it have.
    if (name.endsWith("XML")) expect(taken().filter((trouble) => !/style-src/.test(trouble))).toEqual([]);
  });
}

for (const [name, attempt] of Object.entries(SCRIPT)) {
  test(`no string becomes script by ${name}`, async ({ browser }) => {
    const page = await opened(browser);
    await later(page, `async () => { try { await (${attempt})(); } catch {} }`);
    await page.waitForTimeout(100);
    expect(await page.evaluate(() => window.hits)).toBe(0);
    const troubles = taken();
    expect(troubles.filter((trouble) => !ofThePolicy.test(trouble))).toEqual([]);
    expect(troubles.length, "the browser reports it").toBeGreaterThan(0);
  });
}

test("what must not happen on a page is noticed, in every journey", async ({ browser }) => {
  const page = await opened(browser);
  expectNoTrouble();
  const cases = {
    "violation of img-src": () => void (new Image().src = "http://localhost:1/x.png"),
    "violation of connect-src": () => fetch("http://localhost:1/x").catch(() => {}),
    "violation of style-src": () => document.body.setAttribute("style", "color: red"),
    "violation of frame-src": () => document.body.append(Object.assign(document.createElement("iframe"), { src: "http://localhost:1/" })),
    "error: on purpose": () => setTimeout(() => Promise.reject(new Error("on purpose"))),
    "said on purpose": () => console.error("said on purpose"),
  };
  for (const [trouble, make] of Object.entries(cases)) {
    await page.evaluate(make);
    await expect.poll(() => taken().filter((found) => found.includes(trouble)).length, trouble).toBeGreaterThan(0);
  }
  await page.waitForTimeout(100);
  taken();
  const specs = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".spec.mjs"));
  const others = specs.filter((name) => !readFileSync(`${import.meta.dirname}/${name}`, "utf8").includes('test } from "./journey.mjs";'));
  expect(others, "specs whose journeys are not watched").toEqual([]);
});
