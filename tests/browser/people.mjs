// Signing in as the people of the demo data, for real: through the identity provider, each in a browser of their own.
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { watch } from "./trouble.mjs";

export { expectNoTrouble } from "./trouble.mjs";

const words = (language) => JSON.parse(readFileSync(new URL(`../../app/src/text/${language}.json`, import.meta.url)));
const spoken = { en: words("en"), fr: words("fr") };
const locales = { en: "en-GB", fr: "fr-FR" };

/** What the app says under a key, in a language, with its placeholders filled in. */
export function say(language, key, values = {}) {
  const message = spoken[language][key];
  if (message === undefined) throw new Error(`no message ${key}`);
  const count = values.count;
  const text = typeof message === "string" ? message : message[new Intl.PluralRules(language).select(count)] ?? message.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** A browser in which nobody is signed in. */
export async function nobody(browser, { language = "en", colorScheme = "light", timezoneId = "Europe/Paris", ...project } = {}) {
  const { viewport, isMobile, hasTouch, deviceScaleFactor, baseURL } = project;
  const context = await browser.newContext({
    baseURL,
    viewport,
    isMobile,
    hasTouch,
    deviceScaleFactor,
    colorScheme,
    locale: locales[language],
    timezoneId,
  });
  await watch(context);
  return context.newPage();
}

/** A browser in which somebody is signed in and on the page they land on; `which` tells them from people of the same name. */
export async function signIn(browser, name, { which = "", ...settings } = {}) {
  const page = await nobody(browser, settings);
  await page.goto("/");
  await page.getByRole("button", { name: "Microsoft Entra ID" }).or(page.getByRole("link", { name: "Microsoft Entra ID" })).click();
  await page.getByRole("searchbox", { name: "Filter people" }).fill(`${name} ${which}`);
  await page.getByRole("button", { name }).first().click();
  await page.waitForURL((url) => url.pathname.startsWith("/w/"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  return page;
}

/** Takes every service from somebody through the API, so that a journey begins where it expects to. */
export const takeEverything = (page, name) => assign(page, name, []);

/** Assigns these services to somebody through the API, in the place of what was assigned. */
export async function assign(page, name, services) {
  const answered = await page.evaluate(async ({ name, services }) => {
    const [, , workspace] = location.pathname.split("/");
    const at = (path) => `/api/workspaces/${workspace}/${path}`;
    const headers = { "x-portico": "1", "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const ask = async (path) => (await fetch(at(path), { headers })).json();
    const { access } = await ask("access");
    const chosen = access.services.filter((service) => services.includes(service.name)).map((service) => service.id);
    const { members } = await ask("reactive-services/members");
    const { member, version, groups } = members.find((row) => row.name === name);
    // As shared::service::fingerprint::Fingerprint::of_set: FNV-1a, mixed, its last 53 bits.
    const given = [...new Set(groups.flatMap((group) => group.services))].sort();
    const bytes = new TextEncoder().encode(given.map((id) => `${id}\n`).join(""));
    const times = (one, other) => BigInt.asUintN(64, one * other);
    const hash = bytes.reduce((hash, byte) => times(hash ^ BigInt(byte), 0x100000001b3n), 0xcbf29ce484222325n);
    const mixed = [[30n, 0xbf58476d1ce4e5b9n], [27n, 0x94d049bb133111ebn]].reduce((hash, [shift, by]) => times(hash ^ hash >> shift, by), hash);
    const through_groups = Number(BigInt.asUintN(53, mixed ^ mixed >> 31n));
    const body = JSON.stringify({ members: [{ member, version, through_groups }], services: chosen.sort() });
    return (await fetch(at("reactive-services/members"), { method: "PUT", headers, body })).status;
  }, { name, services });
  expect(answered).toBe(200);
}

/** Fills what a case needs beside its service, in the open form. */
export async function fillCase(page, title, { language = "en", description = "Nothing leaves." } = {}) {
  const field = (key) => page.getByLabel(say(language, key), { exact: true });
  await field("open_case.product").selectOption({ index: 1 });
  await field("open_case.problem_type").selectOption({ index: 1 });
  await field("open_case.case_title").fill(title);
  await field("open_case.description").fill(description);
  await page.getByRole("radio", { name: say(language, "severity.c") }).check();
}

/** Nothing is cut off at the sides. */
export async function expectNoSidewaysScrolling(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content).toBeLessThanOrEqual(window);
}

/** Takes back what the person of a page has chosen for themselves: other journeys go on as if nobody had. */
export async function forgetChoices(page) {
  const headers = { "x-portico": "1", "content-type": "application/json" };
  const status = await page.evaluate(
    async (headers) => (await fetch("/api/profile", { method: "PUT", headers, body: "{}" })).status,
    headers,
  );
  expect(status).toBe(200);
}
