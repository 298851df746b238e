// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { togglePin } from "../../../kept/kept.ts";
import { type ConsoleImpl, emptyConsole, seededConsole } from "../../../testing/fake-console.ts";
import { never, renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedOverview } from "../../../testing/seed-overview.ts";
import { causeFilter } from "./filters.ts";

const path = "/projects/flytesnacks/domains/development";
const rows = seedExecutions(60);
const impl: ConsoleImpl = seededConsole(rows);
const seeded = seedOverview(rows);
const card = async (title: string) => {
  const heading = await screen.findByRole("heading", { level: 2, name: new RegExp(`^${title}`) });
  return heading.closest("section") as HTMLElement; // every card is one
};

test("an empty project has its doors still", async () => {
  renderConsole(path, emptyConsole);
  expect(await screen.findByRole("heading", { name: "Drop a workflow" })).toBeTruthy();
});

test("loading has a name; an error keeps the server's words and can be tried again", async () => {
  const { unmount } = renderConsole(path, { ...impl, getOverview: never });
  expect(await screen.findByRole("status", { name: "Loading the overview" })).toBeTruthy();
  unmount();
  renderConsole(path, {
    ...impl,
    getOverview: () => {
      throw new ConnectError("The store is being migrated", Code.FailedPrecondition);
    },
  });
  expect(await screen.findByText(/The store is being migrated/)).toBeTruthy();
});

test("each number leads to the list of what it counts", async () => {
  renderConsole(path, impl);
  const query = (link: HTMLElement) => new URL(link.getAttribute("href") ?? "", "http://x").searchParams.get("q");
  const running = await screen.findByRole("link", { name: /^Running now/ });
  expect(running.textContent).toContain(String(seeded.runningTotal));
  expect(query(running)).toBe("status:queued,running");
  const failed = screen.getByRole("link", { name: /^Failed, last 24/ });
  expect(failed.textContent).toContain(String(seeded.failedTotal));
  expect(query(failed)).toBe("status:failed,timed_out started:>-24h");
  const [cause] = seeded.causes;
  const link = within(await card("Failed, by cause")).getAllByRole("link", { name: /show them$/ })[0] as HTMLElement;
  expect(link.textContent).toBe(String(cause?.count));
  expect(query(link)).toBe(causeFilter(cause?.workflow ?? "", "USER:ValueError"));
});

test("shows what goes on, what comes next, and a lane for each workflow", async () => {
  renderConsole(path, impl);
  expect(within(await card("Running now")).getAllByRole("listitem").length).toBe(seeded.running.length);
  expect(within(await card("Next schedules")).getAllByRole("listitem").length).toBe(3);
  expect(within(await card("Last 6 hours")).getAllByRole("listitem").length).toBe(seeded.lanes.length);
});

test("of nothing it says so in words", async () => {
  renderConsole(path, { ...impl, getOverview: () => seedOverview([]) });
  expect(await screen.findByText("Nothing goes on.")).toBeTruthy();
  expect(screen.getByText("Nothing failed in the last 24 hours.")).toBeTruthy();
  expect(screen.getByText("Nothing ran in the last six hours")).toBeTruthy();
  expect(screen.getByText(/No schedule is on/)).toBeTruthy();
  expect(screen.queryByRole("heading", { name: /^Waiting/ })).toBeNull();
});

test("g o leads to it", async () => {
  renderConsole(`${path}/executions`, impl);
  await screen.findByRole("table", { name: "Executions" });
  fireEvent.keyDown(document.body, { key: "g" });
  fireEvent.keyDown(document.body, { key: "o" });
  expect(await screen.findByRole("heading", { level: 1, name: "Overview" })).toBeTruthy();
});

test.each([
  ["etl.daily", "", "workflow:etl.daily"],
  ["my flow", "", 'workflow:"my flow"'],
  ["w", 'a "b"', 'workflow:w error:"a \\"b\\""'],
])("the causes' filter takes %j and %j", (workflow, code, text) => {
  expect(causeFilter(workflow, code)).toContain(text);
});

test("what is pinned stands there with its last runs, until the pin is taken out", async () => {
  const workflow = rows[0]?.workflow?.name ?? "";
  togglePin({ kind: "workflow", project: "flytesnacks", domain: "development", name: workflow });
  togglePin({ kind: "workflow", project: "flytesnacks", domain: "development", name: "long_gone" });
  renderConsole(path, impl);
  const pinned = await card("Pinned workflows");
  expect(within(pinned).getByRole("link", { name: workflow })).toBeTruthy();
  expect(await within(pinned).findByText("not registered here")).toBeTruthy();
  for (const name of [workflow, "long_gone"]) fireEvent.click(screen.getByRole("button", { name: `Unpin ${name}` }));
  expect(screen.queryByRole("heading", { name: "Pinned workflows" })).toBeNull();
});
