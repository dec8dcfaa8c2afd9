// The main job without a mouse: signing in, opening a case, handing out a service. At every stop of the Tab key it is seen
// where one is, and nowhere does one get stuck.
import { expect, test } from "./journey.mjs";
import { expectNoTrouble, nobody, say, takeEverything } from "./people.mjs";

const t = (key, values) => say("en", key, values);

test.beforeEach(() => test.skip(test.info().project.name !== "wide", "phones have no Tab key"));

/** What has the focus: what it is called, and whether one sees that it is there. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const ring = ({ outlineStyle, outlineWidth, outlineColor }) =>
    outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/^rgba\(.*, 0\)$|\/ 0\)$/.test(outlineColor);
  // Where the control itself is not drawn, the part around it shows the ring.
  const around = [element, element.parentElement, element.closest("label")].filter(Boolean);
  const { top, left, width, height } = element.getBoundingClientRect();
  return {
    what: `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40)}`,
    seen: around.some((one) => ring(getComputedStyle(one))),
    inside: width > 0 && height > 0 && top + height > 0 && top < innerHeight && left + width > 0 && left < innerWidth,
  };
}

/** Goes on with the Tab key until this has the focus; every stop on the way is seen. */
async function tabTo(page, wanted, { key = "Tab", most = 80 } = {}) {
  await expect(wanted).toBeVisible();
  for (let stop = 0; stop < most; stop += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    const now = await page.evaluate(focused);
    if (now) expect(now, `the focus on ${now.what}`).toMatchObject({ seen: true, inside: true });
  }
  throw new Error(`not reached in ${most} stops: ${wanted}`);
}

/** The Tab key comes around to where it was. */
async function expectNoTrap(page, most = 150) {
  await page.keyboard.press("Tab");
  await page.evaluate(() => (globalThis.portico_began = document.activeElement));
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === globalThis.portico_began)) return;
  }
  throw new Error(`the Tab key does not come around in ${most} stops`);
}

/** Signs in with keys only. */
async function arrive(page, name) {
  await page.goto("/");
  await tabTo(page, page.getByRole("button", { name: "Microsoft Entra ID" }).or(page.getByRole("link", { name: "Microsoft Entra ID" })));
  await page.keyboard.press("Enter");
  const filter = page.getByRole("searchbox", { name: "Filter people" });
  await tabTo(page, filter);
  await page.keyboard.type(name);
  await tabTo(page, page.getByRole("button", { name }).first());
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.startsWith("/w/"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("L10N-1 a case is opened with the keyboard alone", async ({ browser }) => {
  const page = await nobody(browser, test.info().project.use);
  await arrive(page, "Luca Ferrari");
  await expectNoTrap(page);

  await tabTo(page, page.locator("button.switcher"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("searchbox", { name: t("switcher.filter") })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator("button.switcher")).toBeFocused();

  await tabTo(page, page.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name: t("open_case.title") }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: t("open_case.title") })).toBeVisible();
  await tabTo(page, page.getByRole("radio", { name: /Support/ }).first());
  await page.keyboard.press("Space");
  for (const label of ["open_case.product", "open_case.problem_type"]) {
    await tabTo(page, page.getByLabel(t(label), { exact: true }));
    await page.keyboard.press("ArrowDown");
  }
  await tabTo(page, page.getByLabel(t("open_case.case_title"), { exact: true }));
  await page.keyboard.type("Opened without a mouse");
  await tabTo(page, page.getByLabel(t("open_case.description"), { exact: true }));
  await page.keyboard.type("It does not start.");
  const severity = page.getByRole("radio", { name: t("severity.c") });
  await tabTo(page, page.getByRole("radio", { name: t("severity.a") }).or(severity).first());
  await page.keyboard.press("ArrowUp");
  await expect(severity).toBeChecked();
  await tabTo(page, page.getByRole("button", { name: t("open_case.submit") }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Opened without a mouse" })).toBeVisible();
  await expectNoTrap(page);
  expectNoTrouble(page);
});

test("L10N-1 RS-8 a service is handed out with the keyboard alone, and it is announced", async ({ browser }) => {
  const page = await nobody(browser, test.info().project.use);
  await arrive(page, "Ada Berg");
  await takeEverything(page, "Arjun Patel");
  await tabTo(page, page.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name: t("services.title") }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: t("services.title") })).toBeVisible();
  await tabTo(page, page.getByRole("checkbox", { name: t("services.choose", { name: "Arjun Patel" }) }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: t("services.update") }));
  await page.keyboard.press("Enter");
  const pane = page.getByRole("dialog", { name: t("services.manage") });
  await tabTo(page, pane.getByRole("checkbox", { name: "Network Support" }));
  await page.keyboard.press("Space");
  await tabTo(page, pane.getByRole("button", { name: t("services.save") }));
  await page.keyboard.press("Enter");
  await expect(pane).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: /^Saved: / })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement !== document.body), "the focus is somewhere").toBe(true);
  await expectNoTrap(page);
  expectNoTrouble(page);
});
