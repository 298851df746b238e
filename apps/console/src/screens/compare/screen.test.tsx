// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(3);
const name = rows[0]?.id?.name ?? "";
const page = `/projects/flytesnacks/domains/development/executions/${name}`;
const path = `${page}/compare?with=a6p0r5kd2z`;

test("the loading face says what it does", async () => {
  renderConsole(path, { ...seededConsole(rows), compare: never });
  expect(await screen.findByRole("status", { name: "Comparing" })).toBeTruthy();
});

test("an error says what failed and can be tried again", async () => {
  renderConsole(path, {
    ...seededConsole(rows),
    compare: () => {
      throw new ConnectError("Execution a6p0r5kd2z does not exist", Code.NotFound);
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("a6p0r5kd2z does not exist");
});

test("without another execution it says so and leads back", async () => {
  renderConsole(`${page}/compare`, seededConsole(rows));
  expect(await screen.findByText("Nothing to compare with")).toBeTruthy();
  expect(screen.getByRole("link", { name: `Open ${name}` })).toBeTruthy();
});

test("the last success is on the left, the page's execution on the right, what got worse on top", async () => {
  renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Nodes" });
  expect(screen.getByRole("region", { name: "L: a6p0r5kd2z" })).toBeTruthy();
  expect(screen.getByRole("region", { name: `R: ${name}` })).toBeTruthy();
  const [first] = within(table).getAllByRole("button");
  expect(within(table).getAllByRole("row")[1]?.textContent).toContain(first?.textContent);
  expect(within(table).getAllByLabelText("Got worse").length).toBeGreaterThan(0);
  expect(screen.getByText("Look first at")).toBeTruthy();
});

test("a node opens with its values beside each other, and stays in the address", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Nodes" });
  fireEvent.click(within(table).getByRole("button", { name: "resolve_window" }));
  expect(await screen.findByRole("region", { name: "resolve_window, compared" })).toBeTruthy();
  expect(router.state.location.search).toContain("node=n0");
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("region", { name: "resolve_window, compared" })).toBeNull();
});

test("inputs are compared, what differs first; the rest can be left out", async () => {
  renderConsole(`${path}&tab=inputs`, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Inputs" });
  const before = within(table).getAllByRole("row").length;
  expect(within(table).getAllByRole("row")[1]?.textContent).toContain("not given");
  fireEvent.click(screen.getByRole("checkbox", { name: "Only differences" }));
  expect(within(screen.getByRole("table", { name: "Inputs" })).getAllByRole("row").length).toBeLessThan(before);
});

test("the page of an execution leads here by button and from its failure", async () => {
  renderConsole(page, seededConsole(rows));
  const links = await screen.findAllByRole("link", { name: /^Compare/ });
  expect(links.map((link) => link.getAttribute("href"))).toEqual([`/console${path}`, `/console${path}`]);
});
