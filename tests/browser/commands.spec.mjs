// What becomes of a command when its answer is late or lost, and of what somebody types meanwhile.
import { expect, test } from "./journey.mjs";
import { expectNoTrouble, fillCase, forgetChoices, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const home = (page) => new URL(page.url()).pathname.replace(/^(\/w\/[^/]+).*/, "$1");

/** Lets commands to a path through only after a while. */
async function slow(page, path, wait = 1000) {
  await page.route(path, async (route) => {
    if (route.request().method() !== "GET") await page.waitForTimeout(wait);
    await route.continue();
  });
}

async function openCase(page, place = 0) {
  await page.goto(`${home(page)}/cases`);
  await page.locator("main .table .lead a").nth(place).click();
  await expect(page.getByLabel(t("case.answer"))).toBeVisible();
}

async function fillForm(page, title) {
  await page.goto(`${home(page)}/cases/new`);
  await page.getByRole("radio", { name: "Network Support" }).check();
  await fillCase(page, title);
}

const goHome = (page) => page.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name: t("home.title") }).click();

test("CASE-4 what is typed while an answer is on its way stays, and leaving the case disturbs nothing", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await openCase(page);
  await slow(page, "**/messages");
  const box = page.getByLabel(t("case.answer"));
  await box.fill("First.");
  await page.getByRole("button", { name: t("case.send_answer") }).click();
  await box.pressSequentially(" Second.");
  await expect(page.locator(".conversation .said").last()).toContainText("First.");
  await expect(box).toHaveValue("Second.");

  const second = page.waitForResponse((response) => response.url().endsWith("/messages"));
  await page.getByRole("button", { name: t("case.send_answer") }).click();
  await goHome(page);
  expect((await second).ok()).toBe(true);
  await expect(page.getByText(t("case.sent"))).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Contoso");
  expectNoTrouble(page);
});

test("CASE-1 a case that is opened late does not take the reader away", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await fillForm(page, "Left behind");
  await slow(page, "**/cases");
  await page.getByRole("button", { name: t("open_case.submit") }).click();
  await goHome(page);
  const said = page.getByText(/^Case .* is open\.$/);
  await expect(said).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(home(page));
  expectNoTrouble(page);
});

test("CASE-1 on the smallest phone nothing lies over the field that one writes in", async ({ browser }) => {
  test.skip(test.info().project.name !== "phone", "on a wide screen nothing stands at the foot");
  const page = await signIn(browser, "Luca Ferrari", settings());
  await page.goto(`${home(page)}/cases/new`);
  await expect(page.getByRole("radio", { name: /Support/ }).first()).toBeVisible();
  await page.getByRole("radio", { name: t("severity.a") }).check();
  // Without a keyboard, with a small one, and with one that leaves hardly anything.
  for (const height of [640, 500, 360]) {
    await page.setViewportSize({ width: 320, height });
    const fields = page.locator("form :is(input, select, textarea)");
    for (let place = 0; place < (await fields.count()); place += 1) {
      await page.evaluate(() => scrollTo(0, 0));
      await fields.nth(place).focus();
      const { top, bottom, bar, foot } = await fields.nth(place).evaluate((field) => {
        const { top, bottom } = field.getBoundingClientRect();
        const over = [...document.querySelectorAll("header.bar, .bar, nav, .send > .button-frame")].filter((one) => /sticky|fixed/.test(getComputedStyle(one).position));
        const edges = over.map((one) => one.getBoundingClientRect()).filter(({ height }) => height > 0);
        const bar = Math.max(0, ...edges.filter(({ top }) => top < innerHeight / 3).map(({ bottom }) => bottom));
        const foot = Math.min(innerHeight, ...edges.filter(({ top }) => top > innerHeight / 3).map(({ top }) => top));
        return { top, bottom, bar, foot };
      });
      const what = `field ${place} at a height of ${height}`;
      expect(top, what).toBeGreaterThanOrEqual(bar - 1);
      // What is taller than there is room for begins where it is seen.
      if (bottom - top < foot - bar) expect(bottom, what).toBeLessThanOrEqual(foot + 1);
    }
  }

  // Nor over the line that one writes, as the field grows with it.
  await page.setViewportSize({ width: 320, height: 500 });
  const description = page.getByLabel(t("open_case.description"), { exact: true });
  await description.fill("");
  await page.keyboard.type("line\n".repeat(14));
  const [end, foot] = await description.evaluate((field) => {
    const foot = document.querySelector(".send > .button-frame").getBoundingClientRect();
    return [field.getBoundingClientRect().bottom, foot.top];
  });
  expect(end).toBeLessThanOrEqual(foot + 1);
  await description.fill("");
  expectNoTrouble(page);
});

test("CASE-15 API-2 a submission whose answer was lost makes one case, whatever is answered in between", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  const title = `Once only ${Date.now()}`;
  await fillForm(page, title);
  const keys = [];
  await page.route("**/cases", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length === 1) return route.fetch().then(() => route.abort());
    const json = { status: 401, code: "not_signed_in", title: "not signed in", refusal: { missing: "signed_in", mend: "signing_in" } };
    return keys.length === 2 ? route.fulfill({ status: 401, json }) : route.continue();
  });
  const submit = page.getByRole("button", { name: t("open_case.submit") });
  await submit.click();
  await expect(page.getByText(t("failed.doubt"))).toBeVisible();
  await expect(page.getByText(t("failed.unreachable_sending"))).toBeVisible();
  await submit.click();
  await expect(page.getByText(t("failed.not_signed_in"))).toBeVisible();
  await submit.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(new Set(keys).size).toBe(1);
  await page.goto(`${home(page)}/cases`);
  await expect(page.locator("main .table .lead a", { hasText: title })).toHaveCount(1);
});

test("CASE-4 another step can't be taken before the case has come as it is now", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await openCase(page, 1);
  let moved = false;
  await page.route(/\/cases\/case_[^/]+$/, async (route) => {
    if (moved) await page.waitForTimeout(1000);
    await route.continue();
  });
  page.on("response", (response) => (moved ||= response.url().endsWith("/moves")));
  const solved = page.getByRole("button", { name: t("case.move_solved") });
  await solved.click();
  await expect(page.getByText(t("case.now", { state: t("state.resolved") }))).toBeVisible();
  await expect(solved).toBeDisabled();
  await expect(page.getByRole("button", { name: t("case.move_close") })).toBeEnabled();
});

test("CASE-4 pressing twice takes one step, and not the next one too", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  const title = `Pressed twice ${Date.now()}`;
  await fillForm(page, title);
  await page.getByRole("main").getByRole("button", { name: t("open_case.submit") }).click();
  await page.getByRole("button", { name: t("case.move_solved") }).focus();
  await page.keyboard.press("Enter");
  const close = page.getByRole("button", { name: t("case.move_close") });
  await expect(close).toBeEnabled();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeFocused();
  let commands = 0;
  page.on("request", (request) => (commands += request.method() === "POST" ? 1 : 0));
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
  expect(commands).toBe(0);
  await expect(close).toBeEnabled();
  expectNoTrouble(page);
});

test("CASE-4 who comes too late is told what somebody else has done with the case", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await openCase(page, 2);
  const json = { status: 409, code: "stale_version", title: "changed meanwhile" };
  await page.route("**/moves", (route) => route.fulfill({ status: 409, json }), { times: 1 });
  await page.route(/\/api\/.*\/cases\/case_[^/]+$/, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    answer.version += 1;
    answer.summary.state = "resolved";
    const moved = { id: `ent_eu1_${"0".repeat(26)}`, by: "Claire Dubois", side: "customer", at: answer.now, content: { moved: { to: "resolved" } } };
    answer.entries.push(moved);
    await route.fulfill({ response, json: answer });
  });
  const solved = page.getByRole("button", { name: t("case.move_solved") });
  await solved.click();
  const alert = page.getByRole("alert").filter({ hasText: t("case.not_moved") });
  await expect(alert).toContainText(t("case.overtaken", { who: "Claire Dubois", state: t("state.resolved") }));
  await expect(solved).toHaveCount(0);
  await expect(page.getByRole("button", { name: t("case.move_close") })).toBeEnabled();
  expectNoTrouble(page);
});

test("L10N-1 another language keeps what was typed, and one that can't be had changes nothing", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await fillForm(page, "Kept");
  const french = async () => {
    await page.getByRole("banner").getByRole("button", { name: "Luca Ferrari" }).click();
    await page.getByRole("button", { name: "Français" }).click();
  };
  await page.route(/\/fr-.*\.json$/, (route) => route.abort());
  await french();
  await expect(page.getByText(t("failed.unreachable"))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel(t("open_case.case_title"), { exact: true })).toHaveValue("Kept");
  await page.unroute(/\/fr-.*\.json$/);
  await french();
  const label = (key) => page.getByLabel(say("fr", key), { exact: true });
  await expect(label("open_case.case_title")).toHaveValue("Kept");
  await expect(label("open_case.problem_type")).not.toHaveValue("");
  await expect(page.getByRole("radio", { name: "Network Support" })).toBeChecked();
  expectNoTrouble(page);
  await forgetChoices(page);
});

test("ID-2 what was typed as one person is never sent as another who has signed in since", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await openCase(page, 2);
  const box = page.getByLabel(t("case.answer"));
  await box.fill("Written by Luca.");
  const tab = await page.context().newPage();
  await tab.goto(home(page));
  await tab.getByRole("banner").getByRole("button", { name: "Luca Ferrari" }).click();
  await tab.getByRole("button", { name: t("person.sign_out"), exact: true }).click();
  await tab.getByRole("link", { name: "Microsoft Entra ID" }).click();
  await tab.getByRole("button", { name: "Amélie Rousseau" }).first().click();
  await tab.waitForURL((url) => url.pathname.startsWith("/w/"));

  await page.getByRole("button", { name: t("case.send_answer") }).click();
  await expect(page.getByText(t("failed.signed_in_as_another"))).toBeVisible();
  await expect(box).toHaveValue("Written by Luca.");
  await page.getByRole("link", { name: t("failed.reload") }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "Amélie Rousseau" })).toBeVisible();
});
