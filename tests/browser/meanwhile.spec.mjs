// What somebody gives or takes while another has the page open: it shows without a reload, and takes away no text.
import { expect, test } from "./journey.mjs";
import { assign, expectNoTrouble, fillCase, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const GIVEN = "Network Support";

const follow = (page, name) => page.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name }).click();
const field = (page, key) => page.getByLabel(t(key), { exact: true });

/** All of the form but the service. */
test("RS-12 WHY-2 what is given shows at the next click, and after a refusal one goes on with what one wrote", async ({ browser }) => {
  const ada = await signIn(browser, "Ada Berg", settings());
  await assign(ada, "Jonas Keller", []);
  const jonas = await signIn(browser, "Jonas Keller", settings());
  const action = jonas.getByRole("main").getByRole("button", { name: t("cases.open_case") });
  await expect(action).toBeDisabled();
  await follow(jonas, t("open_case.title"));
  await jonas.getByRole("button", { name: t("refusal.check") }).click();
  await expect(jonas.getByText(t("refusal.unchanged"))).toBeVisible();

  await follow(jonas, t("cases.title"));
  await assign(ada, "Jonas Keller", [GIVEN]);
  await follow(jonas, t("open_case.title"));
  const service = jonas.getByRole("radio", { name: GIVEN });
  await service.check();
  const title = `Given meanwhile ${Date.now()}`;
  await fillCase(jonas, title);

  await assign(ada, "Jonas Keller", []);
  const submit = jonas.getByRole("main").getByRole("button", { name: t("open_case.submit") });
  await submit.click();
  await expect(jonas.getByText(t("open_case.not_opened_on", { service: GIVEN }))).toBeVisible();
  await expect(submit).toBeDisabled();
  await assign(ada, "Jonas Keller", [GIVEN]);
  await jonas.getByRole("button", { name: t("refusal.check") }).last().click();
  await expect(jonas.getByText(t("open_case.not_opened_on", { service: GIVEN }))).toBeHidden();
  await expect(service).toBeChecked();
  await expect(field(jonas, "open_case.case_title")).toHaveValue(title);
  await submit.click();
  await expect(jonas.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await assign(ada, "Jonas Keller", []);
  expectNoTrouble(jonas);
});

test("RS-12 what one wrote can be read while no case can be opened, and is in the form again afterwards", async ({ browser }) => {
  const ada = await signIn(browser, "Ada Berg", settings());
  await assign(ada, "Jonas Keller", [GIVEN]);
  const jonas = await signIn(browser, "Jonas Keller", settings());
  await follow(jonas, t("open_case.title"));
  await jonas.getByRole("radio", { name: GIVEN }).check();
  const title = `Begun ${Date.now()}`;
  await fillCase(jonas, title);
  await assign(ada, "Jonas Keller", []);
  await jonas.reload();
  await expect(jonas.getByRole("heading", { name: t("open_case.kept") })).toBeVisible();
  await expect(jonas.getByText(title)).toBeVisible();

  await assign(ada, "Jonas Keller", [GIVEN]);
  await jonas.getByRole("button", { name: t("refusal.check") }).click();
  await expect(field(jonas, "open_case.case_title")).toHaveValue(title);
  await expect(jonas.getByRole("radio", { name: GIVEN })).toBeChecked();
  await expect(jonas.getByRole("heading", { level: 1 })).toBeFocused();
  await assign(ada, "Jonas Keller", []);
  expectNoTrouble(jonas);
});

test("RS-12 coming back to the tab asks once, and moves nothing that is the same", async ({ browser }) => {
  const ada = await signIn(browser, "Ada Berg", settings());
  await assign(ada, "Jonas Keller", []);
  const jonas = await signIn(browser, "Jonas Keller", settings());
  await follow(jonas, t("open_case.title"));
  await expect(jonas.getByText(t("open_case.not_yet"))).toBeVisible();
  let asked = 0;
  jonas.on("request", (request) => (asked += request.url().endsWith("/access") ? 1 : 0));
  await assign(ada, "Jonas Keller", [GIVEN]);
  const comeBack = () => jonas.evaluate(() => ["visibilitychange", "focus"].forEach((name) => window.dispatchEvent(new Event(name))));
  await comeBack();
  const service = jonas.getByRole("radio", { name: GIVEN });
  await service.check();
  expect(asked).toBe(1);

  await service.focus();
  const answered = jonas.waitForResponse((response) => response.url().endsWith("/access"));
  await comeBack();
  await (await answered).finished();
  await expect(service).toBeFocused();
  await expect(service).toBeChecked();
  await assign(ada, "Jonas Keller", []);
});

test("what is typed is there after a link and back, a reload, and a while without a network", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await follow(page, t("open_case.title"));
  await page.getByRole("radio", { name: GIVEN }).check();
  const title = `Kept ${Date.now()}`;
  await fillCase(page, title);
  const kept = async () => {
    await expect(field(page, "open_case.case_title")).toHaveValue(title);
    await expect(field(page, "open_case.problem_type")).not.toHaveValue("");
    await expect(page.getByRole("radio", { name: GIVEN })).toBeChecked();
  };
  await follow(page, t("cases.title"));
  await follow(page, t("open_case.title"));
  await kept();
  await page.reload();
  await kept();
  await page.context().setOffline(true);
  await follow(page, t("cases.title"));
  await expect(page.getByText(t("failed.unreachable"))).toBeVisible();
  await follow(page, t("open_case.title"));
  await page.context().setOffline(false);
  await kept();

  await page.getByRole("button", { name: t("open_case.submit") }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const box = field(page, "case.answer");
  await box.fill("More of it.");
  await page.reload();
  await expect(box).toHaveValue("More of it.");
  await follow(page, t("open_case.title"));
  await expect(field(page, "open_case.case_title")).toHaveValue("");
  await page.goBack();
  await expect(box).toHaveValue("More of it.");
  await page.getByRole("button", { name: t("case.send_answer") }).click();
  await expect(page.getByText(t("case.sent"))).toBeVisible();
  await expect(box).toHaveValue("");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);

  await box.fill("Not for the next one.");
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(1);
  await page.getByRole("banner").getByRole("button", { name: "Luca Ferrari" }).click();
  await page.getByRole("button", { name: t("person.sign_out"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: t("sign_in.title") })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("CASE-15 API-2 a submission whose answer was lost makes one case, also when the page was loaded again", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await follow(page, t("open_case.title"));
  await page.getByRole("radio", { name: GIVEN }).check();
  const title = `Once, reloaded ${Date.now()}`;
  await fillCase(page, title);
  const keys = [];
  await page.route("**/cases", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    keys.push(route.request().headers()["idempotency-key"]);
    return keys.length === 1 ? route.fetch().then(() => route.abort()) : route.continue();
  });
  const submit = page.getByRole("button", { name: t("open_case.submit") });
  await submit.click();
  await expect(page.getByText(t("failed.doubt"))).toBeVisible();
  await page.reload();
  await submit.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(new Set(keys).size).toBe(1);
});

test("when the network is back, what could not be had comes by itself", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  await page.goto(`${new URL(page.url()).pathname}/cases`);
  await expect(page.getByRole("table")).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: t("cases.all"), exact: true }).click();
  await expect(page.getByText(t("state.stale"))).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(t("state.stale"))).toHaveCount(0);
  await expect(page.locator(".cases-bar .count")).toBeVisible();
  expectNoTrouble(page);
});
