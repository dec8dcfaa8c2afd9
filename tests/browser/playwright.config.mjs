// How the browser journeys run: against the deployment `make test-deployed` serves, one after the other, each on a wide
// screen and on a phone. CHROMIUM names the browser; without it Playwright's own is used.

import { resolve } from "node:path";
import { defineConfig } from "@playwright/test";

const output = resolve(import.meta.dirname, "../../target/browser");

export default defineConfig({
  testDir: ".",
  outputDir: resolve(output, "results"),
  snapshotDir: resolve(output, "snapshots"),
  forbidOnly: Boolean(process.env.CI),
  workers: 1,
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.PORTICO_ORIGIN,
    browserName: "chromium",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "wide", use: { viewport: { width: 1440, height: 900 } } },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 } },
  ],
});
