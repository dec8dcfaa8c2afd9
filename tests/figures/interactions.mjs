// How long somebody waits in Reactive Services who has 5 000 people and 40 services before them: from the press to the next
// picture, by the browser's Event Timing. Served with the demo data (`make interactions`); the lists are made up here, so
// that it is the page that is measured.
//
// The bar is 80 ms. THROTTLE=4 slows the processor down four times. `--json` prints the times as data, for `make bench`.

import { chromium } from "@playwright/test";
import { signIn } from "../browser/people.mjs";

const PEOPLE = 5_000;
const SERVICES = 40;
const GROUPS = 20;
const BAR = 80;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

let state = 7;
/** A number below `most` that looks random. */
function below(most) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
}

/** An id of a kind. */
function id(prefix, number) {
  const digits = Array.from({ length: 8 }, (_, place) => ALPHABET[(number >>> (5 * (7 - place))) & 31]);
  return `${prefix}_eu1_01k9zq3v5m00000000${digits.join("")}`;
}

const each = (count, make) => Array.from({ length: count }, (_, number) => make(number + 1));
const services = each(SERVICES, (n) => ({ id: id("svc", n), name: `${["Cloud", "Database", "Network", "Mail"][n % 4]} Support ${n}` }));
const some = (one) => services.filter(() => below(one) === 0).map((service) => service.id);
const groups = each(GROUPS, (n) => ({ source: { group: { grant: id("gra", n), group: `Team ${n}`, ends_at: null } }, services: some(4) }));
const GIVEN = ["Ana", "Boris", "Chloé", "Dana", "Emil", "Fatou", "Hugo", "Ines", "Kofi", "Lena"];
const FAMILY = ["Berg", "Costa", "Dubois", "Engel", "Garcia", "Hansen", "Ivanova", "Keller"];
const members = each(PEOPLE, (n) => ({
  member: id("mem", n),
  name: `${GIVEN[below(GIVEN.length)]} ${FAMILY[below(FAMILY.length)]} ${n}`,
  email: `person.${n}@contoso.example`,
  roles: [{ role: "support_user", source: groups[0].source }],
  own: some(8),
  version: 1,
  groups: [groups[below(GROUPS)], groups[below(GROUPS)]],
})).sort((one, other) => (one.name < other.name ? -1 : 1));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || undefined,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const page = await signIn(browser, "Ada Berg", { baseURL: process.env.PORTICO_ORIGIN, viewport: { width: 1440, height: 900 } });
await page.route("**/access", async (route) => {
  const answer = await (await route.fetch()).json();
  const model = answer.access.services.find((service) => service.kind === "reactive");
  answer.access.services = services.map((service) => ({ ...model, ...service }));
  await route.fulfill({ json: answer });
});
await page.route("**/reactive-services/members", (route) => route.fulfill({ json: { members, now: Date.now() } }));
await page.goto(`${new URL(page.url()).pathname}/reactive-services`);
const everybody = page.getByRole("checkbox", { name: "Select everybody shown" });
await everybody.waitFor({ timeout: 60_000 });
await page.evaluate(() => {
  globalThis.seen = [];
  const note = (list) => globalThis.seen.push(...list.getEntries().map((entry) => entry.duration));
  new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16 });
});
const rest = () => page.evaluate(() => new Promise((done) => setTimeout(() => requestIdleCallback(done, { timeout: 2000 }), 300)));
if (process.env.THROTTLE) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: Number(process.env.THROTTLE) });
}

const asJson = process.argv.includes("--json");
const times = [];
/** Does something and says how long its slowest event took. Below 16 ms the browser does not say. */
async function time(what, act) {
  await rest();
  await page.evaluate(() => (globalThis.seen = []));
  await act();
  await rest();
  const most = await page.evaluate(() => Math.max(0, ...globalThis.seen));
  times.push({ what, ms: most });
  if (!asJson) console.log(`${what.padEnd(40)} ${most === 0 ? "< 16" : String(most).padStart(4)} ms`);
}

/** A press in the middle, without first scrolling there or looking whether it can be pressed. */
async function press(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

const row = page.getByRole("row").nth(2).getByRole("checkbox");
const search = page.getByRole("searchbox", { name: "Name, e-mail or role" });
const pane = page.getByRole("dialog");
const box = (place) => pane.getByRole("checkbox", { name: "Support" }).nth(place);
await time("select a person", () => press(row));
await search.focus();
await time("a first letter in the search", () => page.keyboard.press("a"));
await time("a second", () => page.keyboard.press("n"));
await time("take it out", () => page.keyboard.press("Backspace"));
await time("take the first out", () => page.keyboard.press("Backspace"));
await time("select everybody", () => press(everybody));
await time("a person less", () => press(row));
await time("and again", () => press(row));
await search.focus();
await time("search while everybody is selected", () => page.keyboard.press("x"));
await time("take it out", () => page.keyboard.press("Backspace"));
await time("open the pane for everybody", () => press(page.getByRole("button", { name: "Update reactive services" })));
await pane.waitFor();
await time("tick a service", () => press(box(0)));
await time("tick another", () => press(box(1)));
await time("empty it", () => press(box(1)));
await pane.getByRole("searchbox").focus();
await time("search the services", () => page.keyboard.press("n"));
await time("take it out", () => page.keyboard.press("Backspace"));
await time("tick all services", () => press(pane.getByRole("checkbox", { name: "All services shown" })));
await time("close the pane", () => page.keyboard.press("Escape"));
await browser.close();
const late = times.filter(({ ms }) => ms > BAR).length;
if (asJson) {
  console.log(JSON.stringify(times));
} else {
  console.log(late === 0 ? `nothing took more than ${BAR} ms` : `${late} took more than ${BAR} ms`);
  process.exitCode = late === 0 ? 0 : 1;
}
