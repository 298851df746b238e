import { expect, type Page } from "@playwright/test";
import { screens } from "../shots/screens.ts";
import { endSeeded, seed } from "../shots/seed.ts";
import { test } from "../support/test.ts";

test("every address shows the same when it is loaded again, and keeps what it does not know", async ({
  page,
  skein,
}) => {
  test.setTimeout(240_000);
  const seeded = await seed(skein);
  for (const { name, path, act } of screens) {
    if (act) continue; // what is done on a screen is not in its address
    await page.goto(`${skein.url}/console${withSomethingElse(path(seeded))}`);
    const before = await settledState(page);
    await page.reload();
    expect.soft(await settledState(page), name).toEqual(before);
    expect.soft(page.url(), name).toContain("mine=1");
  }
  await endSeeded(skein, seeded);
});

const withSomethingElse = (path: string) => `${path}${path.includes("?") ? "&" : "?"}mine=1`;

/** Parts of a page come one after the other: how it is once it has been the same twice. */
async function settledState(page: Page) {
  let last = "";
  await expect
    .poll(
      async () => {
        const before = last;
        last = JSON.stringify(await stateOf(page));
        return last === before;
      },
      { intervals: [150] },
    )
    .toBe(true);
  return JSON.parse(last) as unknown;
}

/** Where the page is and what is open and chosen on it; what passes with time is left out. */
async function stateOf(page: Page) {
  await page.locator("h1").first().waitFor();
  await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
  const textsOf = (selector: string) => page.locator(selector).evaluateAll((all) => all.map((one) => one.textContent));
  return {
    url: page.url(),
    title: await page.title(),
    headings: await textsOf("h1, h2"),
    chosen: await textsOf("[role=tab][aria-selected=true]"),
    panels: await page.locator("[role=complementary], aside").evaluateAll((all) => all.map((one) => one.ariaLabel)),
    fields: await page
      .locator("input:not([type=range])")
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
  };
}
