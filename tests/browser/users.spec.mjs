// Who is in a workspace: finding people, and what each of their permissions comes from.
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, expectNoTrouble, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;

/** Somebody on the Users page. */
async function usersAs(browser, name, more = {}) {
  const page = await signIn(browser, name, { ...settings(), ...more });
  await page.goto(`${new URL(page.url()).pathname}/users`);
  await expect(page.getByRole("table")).toBeVisible();
  return page;
}

const search = (page, language = "en") => page.getByRole("searchbox", { name: say(language, "filter.search") });
const people = (page) => page.getByRole("table").locator("tbody tr:visible");
const linkTo = (page, name) => page.getByRole("table").getByRole("link", { name });
const open = (page, name) => page.getByRole("dialog", { name });

for (const [language, role] of [["en", "Customer Support Manager"], ["fr", "administrateur de services"]]) {
  test(`ACC-7 L10N-1 a role's name finds those who hold it (${language})`, async ({ browser }) => {
    const page = await usersAs(browser, "Ada Berg", { language });
    const all = await people(page).count();
    expect(all).toBeGreaterThan(15);
    await search(page, language).fill(role);
    await expect(people(page)).toHaveCount(1);
    await expect(linkTo(page, "Margarethe Olsen")).toBeVisible();
    await expect(page.getByText(say(language, "users.system_assigned")).first()).toBeVisible();
    await expect(page.getByText(say(language, "filter.shown", { count: 1, all }))).toBeVisible();
    await expectNoSidewaysScrolling(page);
    expectNoTrouble(page);
  });
}

test("ACC-7 filters stand in the address: reload shows the same, and nothing found says so", async ({ browser }) => {
  const page = await usersAs(browser, "Ada Berg");
  const filter = async (name) => {
    await page.getByRole("button", { name: t("filter.add"), exact: true }).click();
    await page.getByRole("group", { name: t("filter.add"), exact: true }).getByRole("button", { name, exact: true }).click();
  };
  await filter(t("users.source_group"));
  await filter(t("role.support_user"));
  const names = ["Katarzyna Nowak", "Wei Zhang", "Anneliese Vogt", "Hugo Lambert", "Sanne de Vries", "Elif Kaya"];
  await expect(people(page)).toHaveCount(names.length);
  await page.reload();
  for (const name of names) await expect(linkTo(page, name)).toBeVisible();
  await expect(people(page)).toHaveCount(names.length);
  const chip = (label) => page.getByRole("button", { name: label, pressed: true });
  await expect(chip(t("filter.source", { source: t("users.source_group") }))).toBeVisible();
  await filter(t("users.origin_provider"));
  await expect(page.getByText(t("filter.no_match"))).toBeVisible();
  await chip(t("filter.source", { source: t("users.source_group") })).click();
  await chip(t("filter.role", { role: t("role.support_user") })).click();
  await expect(linkTo(page, "Katarzyna Nowak")).toBeHidden();
  expect(await people(page).count()).toBeGreaterThan(2);
  expectNoTrouble(page);
});

test("ACC-7 ACC-14 a person's details say what each permission comes from, at an address of their own", async ({ browser }) => {
  const page = await usersAs(browser, "Jonas Keller");
  await linkTo(page, "Rafael Moreno").click();
  const pane = open(page, "Rafael Moreno");
  const right = pane.getByRole("listitem").filter({ hasText: t("permission.services_manage") });
  const group = t("role.from_group", { group: "Portal administrators" });
  await expect(right).toContainText(t("users.through", { role: t("role.administrator"), source: group }));
  const cases = pane.getByRole("listitem").filter({ hasText: t("permission.cases_open") });
  await expect(cases).toContainText(t("users.through", { role: t("role.user"), source: t("users.through_everybody") }));
  await page.reload();
  await expect(right).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(pane).toBeHidden();
  // The browser goes back in its own time.
  await expect.poll(() => new URL(page.url()).search).toBe("");

  await linkTo(page, "Margarethe Olsen").click();
  await expect(open(page, "Margarethe Olsen")).toContainText(/agreement ESA-/);
  await expectNoSidewaysScrolling(page);
  await page.goBack();
  await expect(open(page, "Margarethe Olsen")).toBeHidden();
  await expect(people(page).first()).toBeVisible();
  await page.goForward();
  await expect(open(page, "Margarethe Olsen")).toBeVisible();
  expectNoTrouble(page);
});

test("ACC-7 the list works by keyboard alone, and the focus comes back to where it was", async ({ browser }) => {
  const page = await usersAs(browser, "Ada Berg");
  await linkTo(page, "Claire Dubois").focus();
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("nadia");
  await expect(people(page)).toHaveCount(1);
  for (let step = 0; step < 8 && !(await linkTo(page, "Nadia Haddad").evaluate((link) => link === document.activeElement)); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  const pane = open(page, "Nadia Haddad");
  await expect(pane).toContainText(t("permission.groups_manage"));
  await page.keyboard.press("Escape");
  await expect(pane).toBeHidden();
  await expect(linkTo(page, "Nadia Haddad")).toBeFocused();
  await expect(search(page)).toHaveValue("nadia");
  expectNoTrouble(page);
});

test("ACC-7 closing somebody's details gives the focus to their row, however one has come to them", async ({ browser }) => {
  const page = await usersAs(browser, "Ada Berg");
  const name = "Rafael Moreno";
  const pane = open(page, name);
  const href = await linkTo(page, name).getAttribute("href");
  const leave = async () => {
    await expect(pane).toBeVisible();
    await expect(pane).toContainText(t("users.roles"));
    await page.keyboard.press("Escape");
    await expect(pane).toBeHidden();
    await expect(page).not.toHaveURL(/member=/);
    await expect(linkTo(page, name)).toBeFocused();
  };
  await linkTo(page, name).click();
  await leave();
  await linkTo(page, name).click();
  await expect(pane).toBeVisible();
  await page.reload();
  await leave();
  await page.goto(href);
  await leave();
  await page.goto(href);
  await expect(pane).toBeVisible();
  await page.reload();
  await leave();
  await linkTo(page, name).click();
  await pane.getByRole("button", { name: t("dialog.close") }).click();
  await expect(linkTo(page, name)).toBeFocused();
  // Somebody who is not in the list, as it is searched, has no row there.
  await page.goto(`${href}&q=nadia`);
  await expect(pane).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(search(page)).toBeFocused();
  expectNoTrouble(page);
});

test("ACC-7 five thousand people are listed, and found", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  await page.route("**/members", async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    const [one] = answer.members;
    const copy = (_, place) => ({ ...one, name: `Person ${place}`, member: `${one.member.slice(0, -4)}${String(place).padStart(4, "0")}` });
    answer.members = Array.from({ length: 5000 }, copy);
    await route.fulfill({ response, json: answer });
  });
  await page.goto(`${new URL(page.url()).pathname}/users`);
  await expect(linkTo(page, "Person 0").first()).toBeVisible();
  await search(page).fill("Person 4999");
  await expect(people(page)).toHaveCount(1);
  await linkTo(page, "Person 4999").click();
  await expect(open(page, "Person 4999")).toBeVisible();
});

test("ACC-7 a list that can't be had, and a person who is not in it, say so", async ({ browser }) => {
  const page = await usersAs(browser, "Ada Berg");
  await page.route("**/members", (route) => route.abort());
  await page.reload();
  await expect(page.getByText(t("failed.unreachable"))).toBeVisible();
  await page.unroute("**/members");
  await page.getByRole("button", { name: t("failed.retry") }).click();
  await expect(people(page).first()).toBeVisible();
  const refusal = { missing: { permission: { any_of: ["roles.view"] } }, mend: { holder: { of: "groups.manage" } } };
  const json = { status: 403, code: "refused", title: "not allowed", refusal };
  await page.route("**/members", (route) => route.fulfill({ status: 403, json }));
  await page.reload();
  await expect(page.getByText(t("refusal.page"))).toBeVisible();
  await expect(page.getByText(t("refusal.permission"))).toBeVisible();
  await page.goto(`${new URL(page.url()).pathname}?member=mbr_eu1_${"0".repeat(26)}`);
  await page.unroute("**/members");
  await page.reload();
  await expect(page.getByText(t("users.gone"))).toBeVisible();
});

/** The button that ends every session of the person whose details are open. */
const leaving = (pane, name) => pane.getByRole("button", { name: t("users.sign_out", { name }) });

/** Says yes to the question whether to sign somebody out everywhere. */
async function confirm(page, name) {
  const question = page.getByRole("alertdialog", { name: t("users.sign_out_question", { name }) });
  await expect(question).toContainText(t("users.sign_out_says", { name }));
  await question.getByRole("button", { name: t("users.sign_out", { name }) }).click();
  await expect(question).toBeHidden();
}

test("ID-7 an administrator signs somebody out everywhere, once they have confirmed whom", async ({ browser }) => {
  const name = "Hugo Lambert";
  const other = await signIn(browser, name, settings());
  const page = await usersAs(browser, "Ada Berg");
  await linkTo(page, name).click();
  const pane = open(page, name);
  await leaving(pane, name).click();
  await page.keyboard.press("Escape");
  await expect(leaving(pane, name)).toBeFocused();
  await leaving(pane, name).click();
  await confirm(page, name);
  await expect(pane.getByRole("status")).toHaveText(t("users.signed_out", { name }));
  await expectNoSidewaysScrolling(page);
  await other.getByRole("navigation").getByRole("link", { name: t("cases.title") }).first().click();
  await expect(other.getByRole("link", { name: "Microsoft Entra ID" }).or(other.getByRole("button", { name: "Microsoft Entra ID" }))).toBeVisible();
  await signIn(browser, name, settings());
  expectNoTrouble(page);
});

test("ID-7 WHY-2 who can't sign somebody out everywhere is told why, on the button", async ({ browser }) => {
  const says = async (page, name, why) => {
    await linkTo(page, name).click();
    await expect(leaving(open(page, name), name)).toHaveAccessibleDescription(why);
    await expect(leaving(open(page, name), name)).toBeDisabled();
    await page.keyboard.press("Escape");
  };
  const jonas = await usersAs(browser, "Jonas Keller");
  await says(jonas, "Hugo Lambert", new RegExp(`^${t("refusal.permission")} .*Ada Berg`));
  const ada = await usersAs(browser, "Ada Berg");
  await says(ada, "Ada Berg", t("users.sign_out_yourself"));
  await ada.getByRole("button", { name: t("filter.add") }).click();
  await ada.getByRole("group", { name: t("filter.add") }).getByRole("button", { name: t("users.origin_provider"), exact: true }).click();
  await expect(linkTo(ada, "Ada Berg")).toBeHidden();
  const provider = (await people(ada).first().getByRole("link").textContent()).trim();
  await says(ada, provider, t("users.sign_out_provider"));
});

test("ID-7 ID-8 regions that have not confirmed are named, and trying again does it", async ({ browser }) => {
  const name = "Hugo Lambert";
  const page = await usersAs(browser, "Ada Berg");
  const json = { status: 503, code: "regions_unconfirmed", title: "not every region has confirmed", regions: ["us"] };
  await page.route("**/sign-out", (route) => route.fulfill({ status: 503, json }), { times: 1 });
  await linkTo(page, name).click();
  const pane = open(page, name);
  await leaving(pane, name).click();
  await confirm(page, name);
  const missing = pane.getByText(t("failed.regions_named", { regions: "US" }));
  await expect(missing).toBeVisible();
  await leaving(pane, name).click();
  await confirm(page, name);
  await expect(pane.getByRole("status")).toHaveText(t("users.signed_out", { name }));
  await expect(missing).toBeHidden();
});
