import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const text = `
tasks:
  write:
    image: busybox:1.36
    outputs: { people: "file[csv]", picture: "file[png]", sound: "file[wav]", note: "file[txt]", page: "file[html]" }
    script: |
      { echo 'name,age'; i=0; while [ $i -lt 250 ]; do echo "\\"Goose, no. $i\\",$i"; i=$((i+1)); done; } > $OUTPUTS/people
      echo ${png} | base64 -d > $OUTPUTS/picture
      { printf 'RIFF\\054\\000\\000\\000WAVEfmt \\020\\000\\000\\000\\001\\000\\001\\000\\100\\037\\000\\000\\100\\037\\000\\000\\001\\000\\010\\000data\\010\\000\\000\\000'; printf '\\200\\200\\200\\200\\200\\200\\200\\200'; } > $OUTPUTS/sound
      echo 'a line of <b>text</b>' > $OUTPUTS/note
      echo '<script>document.title = "mine"</script>' > $OUTPUTS/page
workflows:
  writing:
    nodes:
      written: { task: write }
    outputs: { people: "\${written.people}" }
`;

test("what a task wrote is looked at where it is: a table, an image, a sound, a text; a page stays text", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, text, "writing");
  await outcome(url, name);
  await page.goto(`${executionUrl(url, name)}?node=written&tab=outputs`);
  const panel = page.getByRole("complementary", { name: "Node written" });
  // Five files are more than are opened unasked.
  const open = (at: number) => panel.getByRole("button", { name: "Preview" }).nth(at).click();

  await open(0);
  const table = panel.getByRole("region", { name: "Table" });
  await expect(table.getByRole("columnheader")).toHaveText([/^name\s*text/, /^age\s*int · 0 – 249.*mean 124\.5/]);
  await expect(table.getByRole("cell").first()).toHaveText("Goose, no. 0");
  await expect(panel.getByText("first 200 of 250 rows")).toBeVisible();
  const saved = page.waitForEvent("download");
  await panel.getByRole("link", { name: "Download" }).first().click();
  expect((await (await saved).createReadStream()).readable).toBe(true);

  await open(1);
  const image = panel.getByRole("img");
  await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(1);
  await panel.getByRole("button", { name: /in full size$/ }).click();
  await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await open(2);
  const player = panel.getByTitle(/^Player of/).contentFrame();
  await expect
    .poll(() => player.locator("audio").evaluate((each: HTMLAudioElement) => each.readyState))
    .toBeGreaterThan(0);

  await open(3);
  await expect(panel.getByText("a line of <b>text</b>")).toBeVisible();
  await open(4);
  await expect(panel.getByText('<script>document.title = "mine"</script>')).toBeVisible();
  await expect(page).not.toHaveTitle("mine");

  // The execution's own output is one, and opens by itself.
  await page.goto(`${executionUrl(url, name)}?view=io`);
  await expect(page.getByRole("region", { name: "Table" }).getByRole("cell").first()).toHaveText("Goose, no. 0");
});
