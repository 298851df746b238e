/** Chromium for what is not a journey: shots and benches. Journeys get theirs from playwright.config.ts. */
import { type Browser, chromium } from "playwright";

/** SKEIN_CHROMIUM names a binary; without it Playwright's own is taken. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.SKEIN_CHROMIUM;
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    // Chromium refuses to start as root with its sandbox; the pages here are our own.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}
