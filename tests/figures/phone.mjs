// How the pages load on a phone: the processor 4 times slower, 9 Mbit/s down and 3 up, 100 ms away, nothing cached.
//
//   node tests/serve/serve.mjs --data … -- node tests/figures/phone.mjs [runs] [which] [page…]
//
// `which` tells the people who look from others of the same name: "at scale". Without a page it is every one.
//
// For each page of tests/browser/pages.mjs that is `timed`, the median over the runs of
//
//   lcp          ms until the largest part of the page is painted
//   blocking     ms by which tasks were longer than 50 ms, in all, until the page has come to rest
//   shift        how far things moved that nobody moved
//   interaction  ms from a tap on the switcher until the next frame, the longest event of it
//
// and how far the runs lie apart. Nobody looks at the page while it loads: whoever asks it whether it is ready does so in tasks
// of its own, which on such a processor are long ones.
//
// Printed as JSON. `spin` is how long a fixed piece of arithmetic takes here, unthrottled: the machine itself, so that runs
// on different days can be compared.
import { PAGES, lookedAtBy, show } from "../browser/pages.mjs";
import { signIn } from "../browser/people.mjs";
import { launch, origin, phone } from "./chromium.mjs";

const [runs = 5, which = "", ...only] = process.argv.slice(2);
const SLOWER = 4;
const PATIENCE = 120_000;
const NETWORK = { offline: false, latency: 100, downloadThroughput: 9e6 / 8, uploadThroughput: 3e6 / 8 };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Notes from the first moment on what the browser says of itself. */
function observe() {
  const seen = { lcp: 0, tasks: [], shift: 0, events: [] };
  globalThis.portico_figures = seen;
  const on = (type, note, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  on("largest-contentful-paint", (entry) => (seen.lcp = entry.startTime));
  on("longtask", ({ duration }) => seen.tasks.push(duration));
  on("layout-shift", ({ value, hadRecentInput }) => (seen.shift += hadRecentInput ? 0 : value));
  on("event", ({ duration, interactionId }) => interactionId && seen.events.push(duration), { durationThreshold: 16 });
}

/** What was noted, once nothing is left to do; with the title that is shown then. */
async function atRest() {
  await new Promise((rest) => requestIdleCallback(() => setTimeout(rest, 100), { timeout: 5_000 }));
  return { ...globalThis.portico_figures, shown: document.querySelector("h1")?.textContent };
}

/** One load of a page at its own address, in a tab of its own. */
async function load(context, address, title) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.clearBrowserCache");
  await client.send("Network.emulateNetworkConditions", NETWORK);
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(observe);
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  const { lcp, tasks, shift, shown } = await page.evaluate(atRest);
  if (shown !== title) throw new Error(`${address} had not come to rest: ${shown}`);
  await page.locator("button.switcher").tap();
  await page.waitForTimeout(500);
  const events = await page.evaluate(() => globalThis.portico_figures.events);
  await page.close();
  const blocking = tasks.reduce((sum, duration) => sum + Math.max(0, duration - 50), 0);
  return { lcp, blocking, shift, interaction: Math.max(0, ...events) };
}

async function timesOf(browser, place) {
  const person = lookedAtBy(place);
  const seeker = await signIn(browser, person, { ...phone, baseURL: origin, which });
  await show(seeker, place, { workspace: new URL(seeker.url()).pathname });
  const address = seeker.url();
  const title = await seeker.getByRole("heading", { level: 1 }).textContent();
  const found = [];
  for (let run = 0; run < runs; run += 1) found.push(await load(seeker.context(), address, title));
  await seeker.context().close();
  const rounded = (name, value) => Number(value.toFixed(name === "shift" ? 4 : 0));
  const figures = (of) => Object.fromEntries(Object.keys(found[0]).map((name) => [name, of(name, found.map((one) => one[name]))]));
  return {
    ...figures((name, values) => rounded(name, median(values))),
    spread: figures((name, values) => [Math.min(...values), Math.max(...values)].map((value) => rounded(name, value))),
  };
}

function spin() {
  const began = performance.now();
  let sum = 0;
  for (let step = 0; step < 2e8; step += 1) sum = (sum * 31 + step) % 1_000_003;
  return Math.round(performance.now() - began + sum * 0);
}

const browser = await launch();
const times = {};
for (const place of PAGES.filter(({ timed, name }) => timed && (only.length === 0 || only.includes(name)))) times[place.name] = await timesOf(browser, place);
await browser.close();
console.log(JSON.stringify({ runs: Number(runs), spin: spin(), times }));
