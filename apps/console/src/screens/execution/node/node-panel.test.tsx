// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";

const rows = seedExecutions(2);
const path = `/projects/flytesnacks/domains/development/executions/${rows[0]?.id?.name}`;
const impl = {
  ...seededConsole(rows),
  getUsageSamples: () => ({ measured: false, notMeasured: "This host gives no figures.", complete: true }),
};
const open = async (search: string) => {
  const { router } = renderConsole(`${path}?view=nodes&node=n10%2Fthen${search}`, impl);
  const panel = within(await screen.findByRole("complementary", { name: "Node train_model" }));
  await panel.findByRole("tab", { name: /^Attempts\s*3$/ });
  return { router, panel };
};

test("braces go from attempt to attempt, whatever the tab, and stop at the ends", async () => {
  const { router, panel } = await open("&tab=compute");
  const press = (key: string) => fireEvent.keyDown(document.body, { key });
  const isShown = (attempt: number) =>
    waitFor(() =>
      expect(panel.getByRole("button", { name: `Attempt ${attempt}` }).getAttribute("aria-pressed")).toBe("true"),
    );
  await isShown(3);
  press("{");
  await isShown(2);
  expect(router.state.location.search).toContain("attempt=1");
  press("{");
  await isShown(1);
  press("{");
  await isShown(1);
  press("}");
  await isShown(2);
});

test("why and compute are tabs of their own", async () => {
  const { router, panel } = await open("");
  const names = panel.getAllByRole("tab").map((tab) => tab.textContent);
  expect(names).toEqual(["Summary", "Why", "Inputs", "Outputs", "Logs", "Attempts3", "Spec", "Compute"]);
  fireEvent.click(panel.getByRole("tab", { name: "Compute" }));
  expect(await panel.findByText("This host gives no figures.")).toBeTruthy();
  expect(router.state.location.search).toContain("tab=compute");
  fireEvent.click(panel.getByRole("tab", { name: "Why" }));
  expect(await panel.findByText(/Memory hit the limit of 8 GiB/)).toBeTruthy();
});

test("the panel opens in a window of its own, at the same address", async () => {
  const opened = vi.spyOn(window, "open").mockReturnValue(null);
  const { panel } = await open("");
  fireEvent.click(panel.getByRole("button", { name: "Open in its own window" }));
  expect(opened).toHaveBeenCalledWith(window.location.href, "_blank", expect.stringContaining("popup"));
});
