import { expect, test } from "@playwright/test";
import { dropFiles, example, executionsUrl, expectNode, graphNode } from "../support/console.ts";
import { makeHome, removeHome, type Server, startServer } from "../support/server.ts";

test.describe("somebody's first minutes", () => {
  let home: string;
  let server: Server;
  test.beforeAll(async () => {
    home = makeHome();
    server = await startServer(home);
  });
  test.afterAll(async () => {
    await server.stop();
    await removeHome(home);
  });

  test("a fresh home offers the examples and a place to drop files", async ({ page }) => {
    await page.goto(server.url);
    await expect(page.getByText(/drop/i).first()).toBeVisible();
    for (const name of ["Hello", "Diamond", "Fan of 20"])
      await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
  });

  test("dropped files are checked, registered, launched and seen to turn green; reload keeps the place", async ({
    page,
  }) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));

    await page.goto(server.url);
    await dropFiles(page, [example("hello.yaml"), example("diamond.yaml")]);
    await expect(page.getByText("Nothing of it is registered yet.")).toBeVisible();
    await page.getByRole("button", { name: /^Register \d+/ }).click();
    await expect(page.getByText(/Registered in flytesnacks \/ development/)).toBeVisible();

    await page
      .getByRole("row", { name: /diamond/ })
      .getByRole("link", { name: /Launch/ })
      .click();
    await expect(page.getByRole("heading", { name: "Launch diamond" })).toBeVisible();
    await page.getByLabel("start", { exact: true }).fill("6");
    await page.getByRole("button", { name: /^Launch/ }).click();

    await expect(graphNode(page, "pick")).toBeVisible();
    await expectNode(page, "pick", "Running");
    for (const name of ["pick", "double", "square", "add"]) await expectNode(page, name, "Succeeded");
    await expect(page.getByRole("banner").or(page.locator("header")).getByText("Succeeded").first()).toBeVisible();

    // A place is a URL: the node that is looked at, and which of its tabs.
    await graphNode(page, "add").click();
    await page.getByRole("complementary").getByRole("tab", { name: "Logs" }).click();
    await expect(page.getByRole("log")).toContainText("Together they are 48");
    const place = page.url();
    await page.reload();
    expect(page.url()).toBe(place);
    await expect(page.getByRole("log")).toContainText("Together they are 48");
    await expect(graphNode(page, "add")).toHaveAttribute("aria-pressed", "true");

    // The history lists the run.
    await page.goto(executionsUrl(server.url));
    await expect(page.getByRole("row", { name: /diamond/ })).toContainText("Succeeded");
    expect(complaints).toEqual([]);
  });

  test("a file with mistakes is told with its line, and nothing can be registered", async ({ page }) => {
    await page.goto(server.url);
    const content = "tasks:\n  a:\n    imagee: busybox:1.36\n    script: 'true'\n";
    await dropFiles(page, [{ name: "mistake.yaml", content }]);
    const findings = page.getByRole("region", { name: "Findings" });
    await expect(findings).toContainText(/imagee/);
    await expect(findings).toContainText(/\b3\b/);
    await expect(page.getByRole("button", { name: /^Register/ })).toBeDisabled();
  });
});
