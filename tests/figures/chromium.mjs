// Chromium for what measures and looks, with the settings of the journeys.
import { chromium } from "@playwright/test";
import config from "../browser/playwright.config.mjs";

export const { use: wide } = config.projects.find(({ name }) => name === "wide");
export const { use: phone } = config.projects.find(({ name }) => name === "phone");

/** Starts it. */
export const launch = () => chromium.launch(config.use.launchOptions);

/** What `make` serves meanwhile. */
export const origin = process.env.PORTICO_ORIGIN;
