// What is said when no answer comes, or a part of the page is gone: nobody is kept waiting without end, and nothing that
// may have happened is done twice.
import { expect, test } from "./journey.mjs";
import { fillCase, say, signIn } from "./people.mjs";
import { taken } from "./trouble.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const home = (page) => new URL(page.url()).pathname;

/** As long as the page waits, and a little more. */
const PATIENCE = { timeout: 14_000 };

test("a question that is never answered is given up, and can be asked again", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  await page.route("**/members", () => {}, { times: 1 });
  await page.goto(`${home(page)}/users`);
  await expect(page.getByText(t("failed.unreachable"))).toBeVisible(PATIENCE);
  await page.getByRole("button", { name: t("failed.retry") }).click();
  await expect(page.getByRole("table")).toBeVisible();
});

test("an answer that breaks off in the middle is given up too", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  await page.addInitScript(() => {
    const fetched = window.fetch.bind(window);
    let stalled = false;
    window.fetch = async (address, init) => {
      const response = await fetched(address, init);
      if (stalled || !String(address).endsWith("/members")) return response;
      stalled = true;
      const start = (stream) => {
        stream.enqueue(new TextEncoder().encode('{"members":['));
        init.signal.addEventListener("abort", () => stream.error(init.signal.reason));
      };
      return new Response(new ReadableStream({ start }), { headers: response.headers });
    };
  });
  await page.goto(`${home(page)}/users`);
  await expect(page.getByText(t("failed.unreachable"))).toBeVisible(PATIENCE);
  await page.getByRole("button", { name: t("failed.retry") }).click();
  await expect(page.getByRole("table")).toBeVisible();
});

test("CASE-15 API-2 a submission that is not answered in time makes one case when it is sent again", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  const title = `Not answered in time ${Date.now()}`;
  await page.goto(`${home(page)}/cases/new`);
  await page.getByRole("radio", { name: "Network Support" }).check();
  await fillCase(page, title);
  const keys = [];
  await page.route("**/cases", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    keys.push(route.request().headers()["idempotency-key"]);
    // The first one arrives, and its answer does not.
    return keys.length === 1 ? void route.fetch() : route.continue();
  });
  const submit = page.getByRole("button", { name: t("open_case.submit") });
  await submit.click();
  await expect(page.getByText(t("failed.doubt"))).toBeVisible(PATIENCE);
  await expect(page.getByText(t("failed.unreachable_sending"))).toBeVisible();
  await submit.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  await page.goto(`${home(page).replace(/^(\/w\/[^/]+).*/, "$1")}/cases`);
  await expect(page.locator("main .table .lead a", { hasText: title })).toHaveCount(1);
});

/** The browser complains about the part that these journeys take away, and about nothing else. */
function onlyThePartIsMissed() {
  const ofThePart = /^TypeError: Failed to (execute 'compile' on 'WebAssembly'|fetch)/;
  expect(taken().filter((trouble) => !ofThePart.test(trouble))).toEqual([]);
}

const gone = {
  "is not there": { status: 404, contentType: "text/plain", body: "not found" },
  "is a page instead": { status: 200, contentType: "text/html", body: "<!doctype html><title>Portico</title>" },
};
for (const [what, answer] of Object.entries(gone)) {
  test(`a part of the page that ${what} says that there is a newer page, which a reload brings`, async ({ browser }) => {
    const page = await signIn(browser, "Ada Berg", settings());
    const missing = (url) => /\/assets\/(split_|chunk_).*\.wasm$/.test(url.pathname);
    await page.route(missing, (route) => route.fulfill(answer));
    await page.goto(`${home(page)}/users`);
    await expect(page.getByRole("heading", { level: 1, name: t("users.title") })).toBeVisible();
    await expect(page.getByText(t("failed.outdated"))).toBeVisible();
    await expect(page.getByText(t("failed.unreachable"))).toHaveCount(0);
    await page.unroute(missing);
    await page.getByRole("link", { name: t("failed.reload") }).click();
    await expect(page.getByRole("table")).toBeVisible();
    onlyThePartIsMissed();
  });
}

test("a part of the page that can't be fetched can be tried again", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  const part = (url) => /\/assets\/(split_|chunk_).*\.wasm$/.test(url.pathname);
  await page.route(part, (route) => route.abort());
  await page.goto(`${home(page)}/users`);
  await expect(page.getByText(t("failed.unreachable"))).toBeVisible();
  await page.unroute(part);
  await page.getByRole("button", { name: t("failed.retry") }).click();
  await expect(page.getByRole("table")).toBeVisible();
  onlyThePartIsMissed();
});
