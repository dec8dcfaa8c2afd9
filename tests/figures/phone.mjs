// How the pages load on a phone: the processor 4 times slower, 9 Mbit/s down and 3 up, 100 ms away, nothing cached.
//
//   node tests/serve/serve.mjs --data … -- node tests/figures/phone.mjs [runs] [which]
//
// `which` tells the people who look from others of the same name: "at scale".
//
// For each page of tests/browser/pages.mjs that is `timed`, the median over the runs of
//
//   lcp          ms until the largest part of the page is painted
//   blocking     ms by which tasks before that were longer than 50 ms, in all
//   shift        how far things moved that nobody moved
//   interaction  ms from a tap on the switcher until the next frame, the longest event of it
//
// Printed as JSON. `spin` is how long a fixed piece of arithmetic takes here, unthrottled: the machine itself, so that runs
// on different days can be compared.
import { PAGES, lookedAtBy, show } from "../browser/pages.mjs";
import { signIn } from "../browser/people.mjs";
import { launch, origin, phone } from "./chromium.mjs";

const [runs = 5, which = ""] = process.argv.slice(2);
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
  on("longtask", ({ startTime, duration }) => seen.tasks.push([startTime, duration]));
  on("layout-shift", ({ value, hadRecentInput }) => (seen.shift += hadRecentInput ? 0 : value));
  on("event", ({ duration, interactionId }) => interactionId && seen.events.push(duration), { durationThreshold: 16 });
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
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.waitForLoadState("networkidle");
  const { lcp, tasks, shift } = await page.evaluate(() => globalThis.portico_figures);
  await page.locator("button.switcher").tap();
  await page.waitForTimeout(500);
  const events = await page.evaluate(() => globalThis.portico_figures.events);
  await page.close();
  const beyond = (part) => part.reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0);
  return {
    lcp,
    blocking: beyond(tasks.filter(([began]) => began < lcp)),
    later: beyond(tasks.filter(([began]) => began >= lcp)),
    shift,
    interaction: Math.max(0, ...events),
  };
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
  const figures = Object.keys(found[0]).map((name) => [name, median(found.map((one) => one[name]))]);
  return Object.fromEntries(figures.map(([name, value]) => [name, Number(value.toFixed(name === "shift" ? 4 : 0))]));
}

function spin() {
  const began = performance.now();
  let sum = 0;
  for (let step = 0; step < 2e8; step += 1) sum = (sum * 31 + step) % 1_000_003;
  return Math.round(performance.now() - began + sum * 0);
}

const browser = await launch();
const times = {};
for (const place of PAGES.filter(({ timed }) => timed)) times[place.name] = await timesOf(browser, place);
await browser.close();
console.log(JSON.stringify({ runs: Number(runs), spin: spin(), times }));
