// Every page of pages.mjs as people meet it who don't see it, see it otherwise, or have no mouse: axe's rules of WCAG 2.2 A
// and AA, the accessibility tree, 200 % zoom and 320 px, more contrast and forced colours, no motion.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "./journey.mjs";
import { PAGES, lookedAtBy, show } from "./pages.mjs";
import { nobody, signIn } from "./people.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const TARGETS = { type: "rule", values: ["target-size"] };

/** Runs a check on every page, each as the person who looks at it, and gives what each found. */
async function onEveryPage(browser, settings, check) {
  const found = {};
  for (const person of new Set(PAGES.map(lookedAtBy))) {
    const page = person === null ? await nobody(browser, settings) : await signIn(browser, person, settings);
    const workspace = new URL(page.url()).pathname;
    for (const place of PAGES.filter((one) => lookedAtBy(one) === person)) {
      await show(page, place, { ...settings, workspace });
      const violations = await check(page, place);
      if (violations.length > 0) found[place.name] = violations;
    }
    await page.context().close();
  }
  return found;
}

/** What axe finds on the page, which is made as tall as what is on it: what a bar covers counts as too small. */
async function axeFinds(page, runOnly) {
  const { width, height } = page.viewportSize();
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, tall) });
  // Evaluated by the browser's tools, which the page's security policy does not concern.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), runOnly);
  await page.setViewportSize({ width, height });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

const CONTROLS = new Set(
  "button checkbox combobox link listbox menuitem option radio searchbox slider spinbutton switch tab textbox".split(" "),
);

/** What a reader of the accessibility tree would miss. */
async function treeFinds(page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  const heard = nodes.filter((node) => !node.ignored);
  const role = (node) => node.role?.value;
  const named = (node) => Boolean(node.name?.value?.trim());
  const all = (wanted) => heard.filter((node) => role(node) === wanted);
  const found = [];
  for (const node of heard) if (CONTROLS.has(role(node)) && !named(node)) found.push(`a ${role(node)} without a name`);
  const level = (node) => node.properties?.find(({ name }) => name === "level")?.value.value;
  const titles = all("heading").filter((node) => level(node) === 1);
  // Of an open modal dialog only itself is heard.
  const modal = all("dialog").some((node) => node.properties?.some(({ name, value }) => name === "modal" && value.value));
  if (!modal && titles.length !== 1) found.push(`${titles.length} headings of the first level`);
  if (!modal && all("main").length !== 1) found.push(`${all("main").length} main landmarks`);
  for (const landmark of ["navigation", "dialog", "region", "table"]) {
    for (const node of all(landmark)) if (!named(node)) found.push(`a ${landmark} without a name`);
  }
  if (all("table").length > 0 && all("columnheader").length === 0) found.push("a table without heads");
  const live = await page.evaluate(() => document.querySelectorAll("[aria-live], [role=status], [role=alert], output").length);
  if (live === 0) found.push("nothing that announces");
  const untitled = await page.evaluate(() => document.title.trim() === "" || !document.documentElement.lang);
  if (untitled) found.push("no title or no language");
  return found;
}

/** What is cut off, or too small to hit, in a window of 1280 px at 200 % and at 400 %. */
async function narrowFinds(page) {
  const { width, height } = page.viewportSize();
  const found = [];
  for (const size of [{ width: 640, height: 450 }, { width: 320, height: 256 }]) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > size.width) found.push(`scrolls sideways at ${size.width} px: ${wide} px`);
  }
  found.push(...(await axeFinds(page, TARGETS)).map((one) => `at 320 px, ${one}`));
  await page.setViewportSize({ width, height });
  return found;
}

/** The controls in which nothing stands out from the ground they stand on by 3 : 1: no word, icon, line or fill. */
function invisibleControls() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const pixel = (colour, ground = [255, 255, 255, 255]) => {
    canvas.fillStyle = `rgb(${ground.slice(0, 3)})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([...rgb]) => {
    const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const transparent = (colour) => /^rgba\(.*, 0\)$|\/ 0\)$|^transparent$/.test(colour);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!transparent(backgroundColor)) return pixel(backgroundColor);
    }
    return pixel("Canvas");
  };
  const stands = (element) => {
    const style = getComputedStyle(element);
    const own = ground(element);
    const around = element.parentElement ? ground(element.parentElement) : own;
    const words = element.textContent.trim() || element.value || element.placeholder;
    if (words && contrast(pixel(style.color, own), own) >= 3) return true;
    if (parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" && contrast(pixel(style.borderTopColor, around), around) >= 3) return true;
    if (contrast(own, around) >= 3) return true;
    if (style.appearance !== "none" && /^(checkbox|radio)$/.test(element.type ?? "")) return true;
    return [...element.querySelectorAll("svg")].some((icon) => contrast(pixel(getComputedStyle(icon).color, own), own) >= 3);
  };
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, [role=button], [role=tab]")];
  return controls
    .filter((element) => shown(element) && !element.closest(".visually-hidden") && !element.disabled && !stands(element))
    .map((element) => element.outerHTML.slice(0, 120));
}

/** What can't be seen with more contrast, or with the colours of somebody's own choice. */
async function colourFinds(page) {
  const found = [];
  for (const media of [{ contrast: "more" }, { forcedColors: "active" }]) {
    await page.emulateMedia(media);
    const invisible = await page.evaluate(invisibleControls);
    found.push(...invisible.map((control) => `invisible with ${Object.keys(media)}: ${control}`));
    await page.emulateMedia({ contrast: null, forcedColors: null });
  }
  return found;
}

/** What moves although it was asked to keep still. */
async function motionFinds(page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => {
    const longest = (times) => Math.max(...times.split(",").map((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 1 : 1000)));
    const moves = (element) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
      return longest(transitionDuration) > 1 || (animationName !== "none" && longest(animationDuration) > 1);
    };
    return [...document.querySelectorAll("body *")].filter(moves).map((element) => element.outerHTML.slice(0, 100));
  });
  await page.emulateMedia({ reducedMotion: null });
  return moving.slice(0, 3).map((element) => `moves: ${element}`);
}

const CHECKS = [(page) => axeFinds(page, TAGS), treeFinds, colourFinds, motionFinds, narrowFinds];

for (const language of ["en", "fr"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`L10N-1 every page is accessible (${language}, ${colorScheme})`, async ({ browser }) => {
      test.setTimeout(240_000);
      const settings = { ...test.info().project.use, language, colorScheme };
      const found = await onEveryPage(browser, settings, async (page) => {
        const violations = [];
        for (const check of CHECKS) violations.push(...(await check(page)));
        return violations;
      });
      expect(found).toEqual({});
    });
  }
}
