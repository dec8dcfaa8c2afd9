// Every page there is, once: the tests of accessibility, the screenshots and the timings go through this list. A new page
// is a line in it.
//
//   name    in file names and reports
//   at      its path below the workspace's, or from the root where `root` says so
//   title   the message that is its heading of the first level
//   person  who looks at it; Ada Berg if nobody is named, `null` for nobody at all
//   open    what one does there to see it: `({ page, t }) => …`
//   timed   whether `make bench` measures its loading: Home's is held against the bars, of the others it remarks what is beyond them
import { expect } from "@playwright/test";
import { say } from "./people.mjs";

export const PAGES = [
  { name: "sign-in", root: "/sign-in", title: "sign_in.title", person: null },
  { name: "home", at: "", timed: true },
  { name: "cases", at: "/cases", title: "cases.title", timed: true },
  { name: "case", at: "/cases", title: "cases.title", open: openFirstCase, timed: true },
  { name: "open-a-case", at: "/cases/new", title: "open_case.title", person: "Luca Ferrari", timed: true },
  { name: "open-a-case-refused", at: "/cases/new", title: "open_case.title" },
  { name: "reactive-services", at: "/reactive-services", title: "services.title", timed: true },
  { name: "reactive-services-pane", at: "/reactive-services", title: "services.title", open: openServicesPane },
  { name: "reactive-services-look-only", at: "/reactive-services", title: "services.title", person: "Jonas Keller" },
  { name: "users", at: "/users", title: "users.title", timed: true },
  { name: "user-details", at: "/users", title: "users.title", open: openPerson },
  { name: "my-access", at: "/my-access", title: "my_access.title" },
  { name: "groups-services", at: "/reactive-services?tab=groups", title: "services.title", timed: true },
  { name: "groups-services-pane", at: "/reactive-services?tab=groups", title: "services.title", open: openGroupsPane },
  { name: "features-on", at: "/features", title: "features.title", open: ({ page }) => page.getByRole("article").waitFor() },
  { name: "features-off", at: "/features", title: "features.title", person: "Bram Jansen", open: openChecklist },
  { name: "switcher", at: "", open: openSwitcher },
  { name: "palette", at: "", open: openPalette },
  { name: "nothing-here", root: "/w/ws_eu1_none" },
];

/** The person who looks at a page. */
export const lookedAtBy = ({ person }) => (person === undefined ? "Ada Berg" : person);

/** Shows a page of the list, in a browser whose person is signed in, and waits until it has come to rest. */
export async function show(page, place, { workspace, language = "en" }) {
  const t = (key, values) => say(language, key, values);
  await page.goto(place.root ?? `${workspace}${place.at}`);
  const name = place.title && t(place.title);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await place.open?.({ page, t });
  await page.waitForLoadState("networkidle");
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

async function openFirstCase({ page, t }) {
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByLabel(t("case.answer"), { exact: true })).toBeVisible();
}

async function openServicesPane({ page, t }) {
  await page.getByRole("checkbox", { name: t("services.choose", { name: "Jonas Keller" }) }).check();
  await page.getByRole("button", { name: t("services.update") }).click();
  await expect(page.getByRole("dialog", { name: t("services.manage") })).toBeVisible();
}

async function openPerson({ page }) {
  await page.getByRole("table").getByRole("link", { name: "Rafael Moreno" }).click();
  await expect(page.getByRole("dialog", { name: "Rafael Moreno" })).toBeVisible();
}

async function openGroupsPane({ page, t }) {
  await page.getByRole("checkbox", { name: t("services.choose", { name: "Database team" }) }).check();
  await page.getByRole("button", { name: t("services.groups_update") }).click();
  await page.getByRole("dialog", { name: t("services.manage") }).getByRole("checkbox", { name: "Network Support" }).check();
}

async function openChecklist({ page, t }) {
  await page.getByRole("radiogroup", { name: t("features.default") }).getByRole("radio", { name: t("features.no"), exact: true }).check();
  await expect(page.getByText(t("features.leave_off"))).toBeVisible();
}

async function openSwitcher({ page, t }) {
  await page.locator("button.switcher").click();
  await expect(page.getByRole("searchbox", { name: t("switcher.filter") })).toBeVisible();
}

async function openPalette({ page, t }) {
  await page.locator("button.find").click();
  await expect(page.getByRole("combobox", { name: t("palette.title") })).toBeFocused();
}
