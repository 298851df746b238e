import { expect } from "@playwright/test";
import { launch } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

/** Two that write in turn: one much and for long, one little and with all that a terminal would act on. */
const chatty = `
tasks:
  talk:
    image: busybox:1.36
    script: |
      n=0
      while [ $n -lt 20000 ]; do n=$((n + 1)); echo "talk line $n"; [ $((n % 500)) -ne 0 ] || sleep 0.3; done
      echo "INFO the talk is over"
  mutter:
    image: busybox:1.36
    script: |
      printf '\\033[2J\\033[31mERROR red\\033[0m <img src=x onerror=alert(1)>\\n'
      head -c 10000000 /dev/zero | tr '\\0' x; echo
      echo "WARN needle in the hay"
workflows:
  chatter:
    nodes:
      talking: { task: talk }
      muttering: { task: mutter }
`;

test("the lines of a whole run are followed, searched and linked to", async ({ page, skein }) => {
  const name = await launch(skein.url, chatty, "chatter");
  await page.goto(executionUrl(skein.url, name));
  await page.getByRole("tab", { name: "Logs" }).waitFor();
  await page.keyboard.press("4");
  const log = page.getByRole("log");
  await expect(log).toContainText(/talk line \d+/, { timeout: 30_000 });
  await expect(log).toContainText("the talk is over", { timeout: 60_000 }); // it went on by itself, to the end

  await page.keyboard.press("/");
  await page.keyboard.type("needle");
  await expect(page.getByText("1 line", { exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(log).toContainText("WARN needle in the hay");

  const row = log.locator("div", { hasText: /WARN needle in the hay$/ }).last();
  await row.getByRole("button", { name: /^Link to line/ }).click();
  await expect(page).toHaveURL(/logline=muttering%3A0%3A\d+/);
  await page.reload();
  await expect(log).toContainText("WARN needle in the hay");
  await expect(page.getByRole("searchbox", { name: "Search the log" })).toHaveValue("needle");

  await page.getByRole("combobox", { name: "Level" }).selectOption("Errors");
  await expect(log).toContainText("ERROR red <img src=x onerror=alert(1)>");
  await expect(page.locator("img[src=x]")).toHaveCount(0);
  await expect(log).not.toContainText("talk line");
});
