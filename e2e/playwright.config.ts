import { defineConfig } from "@playwright/test";

const chromium = process.env.SKEIN_CHROMIUM;

/** The journeys: what we promise a user, in a real Chromium against a real server and a real Docker engine. */
export default defineConfig({
  testDir: "journeys",
  outputDir: "results/playwright",
  // One at a time: each journey starts its own server and its own containers on what may be a small machine.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // Chromium refuses to start as root with its sandbox; the pages here are our own.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
