import { expect, type Page } from "@playwright/test";
import { consoleApi, register, scope } from "../support/api.ts";
import { expectNode, graphNode } from "../support/console.ts";
import { test } from "../support/test.ts";

const authorUrl = (server: string, search = "") =>
  `${server}/console/author?project=${scope.project}&domain=${scope.domain}${search}`;

/** A text whose last reference is misspelt. */
const withMistake = (workflow: string) => `tasks:
  ${workflow}_make:
    image: busybox:1.36
    outputs:
      number: int
    script: echo 21 > "$OUTPUTS/number"
  ${workflow}_double:
    image: busybox:1.36
    inputs:
      number: int
    outputs:
      result: int
    script: echo $(($(cat "$INPUTS/number") * 2)) > "$OUTPUTS/result"
workflows:
  ${workflow}:
    nodes:
      make:
        task: ${workflow}_make
      double:
        task: ${workflow}_double
        with:
          number: \${maek.number}
    outputs:
      result: \${double.result}
`;

const text = (page: Page) => page.getByRole("textbox", { name: /^Text of/ });
const problems = (page: Page) => page.getByRole("region", { name: "Problems" });
/** The line the cursor is in. */
const line = (page: Page) => page.locator(".cm-activeLine");

/** A new draft with this text, by keys alone; the editor has the focus. */
async function write(page: Page, content: string): Promise<void> {
  await page.getByRole("button", { name: "New draft" }).press("Enter");
  await expect(text(page)).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(content);
}

test.describe("writing a workflow", () => {
  test("a mistake is mended, the graph followed, the draft kept, registered, launched and seen to succeed", async ({
    page,
    skein,
  }) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));

    await page.goto(authorUrl(skein.url));
    await write(page, withMistake("authored"));

    // The problem: in the list with its place, and in the text at its line.
    await expect(problems(page)).toContainText("There is no node maek");
    await expect(problems(page)).toContainText("22:21");
    await expect(page.locator(".cm-lintRange-error")).toHaveText("maek");
    await expect(page.getByRole("button", { name: "Register", exact: true })).toBeDisabled();

    // Its remedy, by keys; and back, and again.
    await page.keyboard.press("F8");
    await expect(line(page)).toContainText("${maek.number}");
    await page.keyboard.press("Control+.");
    await expect(line(page)).toContainText("${make.number}");
    await expect(problems(page)).toContainText("No problems");
    await page.keyboard.press("Control+z");
    await expect(problems(page)).toContainText("There is no node maek");
    await page.keyboard.press("Control+y");
    await expect(problems(page)).toContainText("No problems");

    // Text and graph follow each other.
    await expect(graphNode(page, "double")).toBeVisible();
    await graphNode(page, "make").click();
    await expect(line(page)).toHaveText("      make:");
    await expect(page.locator(".cm-node-line")).toHaveCount(2);
    await expect(text(page)).toBeFocused();
    for (let down = 0; down < 3; down++) await page.keyboard.press("ArrowDown");
    await expect(graphNode(page, "double")).toHaveAttribute("aria-pressed", "true");

    await expect(page.getByText(/^Saved/)).toBeVisible();
    await page.reload();
    await expect(text(page)).toContainText("number: ${make.number}");
    await expect(problems(page)).toContainText("No problems");

    await page.keyboard.press("Control+Enter");
    await expect(page.getByText(/Registered in flytesnacks \/ development: \d+ new/)).toBeVisible();
    await page.getByRole("button", { name: "Launch", exact: true }).press("Enter");
    await expect(page.getByRole("heading", { name: "Launch authored" })).toBeVisible();
    await page.getByRole("button", { name: /^Launch/ }).click();
    for (const name of ["make", "double"]) await expectNode(page, name, "Succeeded");
    expect(complaints).toEqual([]);
  });

  test("completion knows what fits, and hovering says what a thing is", async ({ page, skein }) => {
    await page.goto(authorUrl(skein.url));
    await write(page, withMistake("completed").replace("${maek.number}\n", "X\n"));
    await expect(page.locator(".cm-lintRange-error")).toHaveText("X");
    await page.keyboard.press("F8");
    await page.keyboard.press("End");
    await page.keyboard.press("Backspace");
    await page.keyboard.type("${ma");
    const options = page.getByRole("listbox");
    await expect(options.getByRole("option").first()).toContainText("make.number");
    await expect(options.getByRole("option").first().getByLabel("its type fits")).toBeVisible();
    await page.waitForTimeout(150); // a list that has just opened takes no Enter, so that none goes astray
    await page.keyboard.press("Enter");
    await expect(line(page)).toHaveText("          number: ${make.number}");
    await expect(problems(page)).toContainText("No problems");

    await page.getByText("image", { exact: true }).first().hover();
    await expect(page.locator(".author-card")).toContainText("The container image");
  });

  test("what is registered already is known: checked against, lifted, and the same when registered again", async ({
    page,
    skein,
  }) => {
    await register(skein.url, withMistake("lifted").replace("maek", "make"));
    await page.goto(`${skein.url}/console/projects/${scope.project}/domains/${scope.domain}/workflows/lifted`);
    await page.getByRole("link", { name: "Edit" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "lifted.yaml" })).toBeVisible();
    await expect(text(page)).toContainText("lifted_double");
    await expect(problems(page)).toContainText("No problems");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText(/is the same in flytesnacks \/ development/)).toBeVisible();

    // A text that only refers to it.
    await page.getByRole("link", { name: "New" }).click();
    await write(page, "workflows:\n  caller:\n    nodes:\n      a: { workflow: liftde }\n");
    await expect(problems(page)).toContainText("Did you mean lifted?");
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    await expect(problems(page)).toContainText("No problems");
    await expect(graphNode(page, "a")).toBeVisible();
  });

  test("without the server the text is checked all the same, and it is said what is not", async ({ page, skein }) => {
    await page.goto(authorUrl(skein.url));
    await expect(page.getByRole("button", { name: "New draft" })).toBeVisible();
    await page.route("**/skein.console.v1.ConsoleService/LookUp", (route) => route.abort());
    await write(
      page,
      withMistake("alone").replace("  alone:\n    nodes:\n", "  alone:\n    nodes:\n      far: { task: far_away }\n"),
    );
    await expect(problems(page)).toContainText("1 reference is not checked");
    await expect(problems(page)).toContainText("There is no node maek");
  });

  test("two tabs: who saves last is shown in both, and nothing is lost", async ({ context, page, skein }) => {
    await page.goto(authorUrl(skein.url));
    await write(page, "# from the first\n");
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await page.waitForTimeout(500); // the draft is kept a moment after the last key
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(text(other)).toContainText("from the first");
    await text(other).click();
    await other.keyboard.press("Control+End");
    await other.keyboard.insertText("# from the second\n");
    await expect(page.getByText(/Another tab saved this draft/)).toBeVisible();
    await expect(text(page)).toContainText("from the second");
    await text(page).click();
    await page.keyboard.press("Control+z");
    await expect(text(page)).not.toContainText("from the second");
    await expect(text(other)).not.toContainText("from the second");
    await other.close();
  });

  test("the schema that completion knows is served for other editors", async ({ skein }) => {
    const answer = await fetch(`${skein.url}/schema/v1.json`);
    expect(await answer.json()).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
    expect((await consoleApi(skein.url).listExamples({})).examples.length).toBeGreaterThan(0);
  });
});
