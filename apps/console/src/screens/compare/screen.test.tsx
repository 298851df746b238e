// @vitest-environment happy-dom
import { clone, create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ComparedNodeSchema,
  type CompareRequest,
  type Comparison,
  ExecutionRowSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";
import { seedComparison } from "../../testing/seed-comparison.ts";
import { seedExecutions } from "../../testing/seed-executions.ts";
import { seedNode, seedView } from "../../testing/seed-run.ts";

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

/** What the seeded console answers, changed by the test. */
const answering = (change: (comparison: Comparison) => void) => {
  const view = () => seedView(rows[0] ?? create(ExecutionRowSchema));
  return {
    ...seededConsole(rows),
    getExecution: view,
    compare: (request: CompareRequest) => {
      const comparison = seedComparison(
        view(),
        request.executions.map((each) => each.name),
      );
      for (const { execution } of comparison.executions) if (execution) execution.phase = ExecutionPhase.SUCCEEDED;
      change(comparison);
      return comparison;
    },
  };
};
const nodeAt = ({ nodes }: Comparison, path: string) => nodes.find((node) => node.path === path);
const otherVersion = ({ executions: [first] }: Comparison) => {
  if (first?.execution?.workflow) first.execution.workflow.version = "v0";
};
const isSelected = (tab: RegExp) => screen.getByRole("tab", { name: tab }).getAttribute("aria-selected");

test("all tabs have their place in the address, and are gone through by keys", async () => {
  const { router } = renderConsole(
    path,
    answering(() => {}),
  );
  const list = await screen.findByRole("tablist", { name: "What is compared" });
  expect(
    within(list)
      .getAllByRole("tab")
      .map((tab) => tab.id.replace("tab-", "")),
  ).toEqual(["summary", "inputs", "outputs", "timing", "cache", "attempts", "spec"]);
  expect(isSelected(/Summary/)).toBe("true");
  fireEvent.keyDown(list, { key: "End" });
  expect(router.state.location.search).toContain("tab=spec");
  fireEvent.keyDown(list, { key: "ArrowLeft" });
  expect(router.state.location.search).toContain("tab=attempts");
  expect(document.activeElement?.textContent).toContain("Attempts");
});

test("of unequal versions the spec is shown first, unless the address says otherwise; an old name still leads there", async () => {
  renderConsole(path, answering(otherVersion));
  expect(await screen.findByRole("table", { name: "Specs" })).toBeTruthy();
  expect(screen.getByText(/^These are different versions/)).toBeTruthy();
  renderConsole(`${path}&tab=nodes`, answering(otherVersion));
  expect(await screen.findByRole("table", { name: "Nodes" })).toBeTruthy();
  expect(isSelected(/Summary/)).toBe("true");
});

test("a spec opens as one text with signs", async () => {
  const seeded = answering((comparison) => {
    const node = nodeAt(comparison, "n8");
    if (node) node.specParts = ["container.image", "node.retries"];
    for (const [at, cell] of (node?.cells ?? []).entries()) cell.nodeJson = JSON.stringify({ retries: at });
  });
  renderConsole(`${path}&tab=spec`, {
    ...seeded,
    getNode: ({ execution, path: at }) => {
      const node = seedNode(at);
      if (execution?.name !== name) node.specJson = node.specJson.replace("train:2026.11", "train:2026.10");
      return node;
    },
  });
  const table = await screen.findByRole("table", { name: "Specs" });
  const first = within(table).getAllByRole("row")[1];
  expect(first?.textContent).toContain("container.image, node.retries");
  fireEvent.click(within(table).getAllByRole("button", { name: /^Show diff of/ })[0] ?? table);
  const diff = await screen.findByRole("group", { name: "From L to R" });
  const texts = (selector: string) => [...diff.querySelectorAll(selector)].map((line) => line.textContent?.trim());
  expect(texts("del")).toEqual(['"retries": 0', '"image": "registry.local/train:2026.10",']);
  expect(texts("ins")).toEqual(['"retries": 1', '"image": "registry.local/train:2026.11",']);
  expect(diff.textContent).toContain("−");
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("group", { name: "From L to R" })).toBeNull();
});

test("a spec that cannot be read says so and is asked for again", async () => {
  let asked = 0;
  renderConsole(`${path}&tab=spec&node=n8`, {
    ...answering(() => {}),
    getNode: ({ path: at }) => {
      asked += 1;
      if (asked <= 2) throw new ConnectError("the store is away", Code.Internal);
      return seedNode(at);
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("the store is away");
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByText("L and R say the same.")).toBeTruthy();
});

test("times are mirrored around the node, the largest change first, queue and run apart", async () => {
  const begin = 1_700_000_000_000;
  const { router } = renderConsole(
    `${path}&tab=timing`,
    answering((comparison) => {
      for (const [at, node] of comparison.nodes.entries())
        for (const [side, { summary }] of node.cells.entries()) {
          if (!summary) continue;
          summary.phase = Phase.SUCCEEDED;
          summary.queuedAt = timestampFromMs(begin);
          summary.startedAt = timestampFromMs(begin + 2000);
          summary.endedAt = timestampFromMs(begin + 62_000 + (node.path === "n1" ? side * 90_000 : side * at));
        }
    }),
  );
  const table = await screen.findByRole("table", { name: "Timing" });
  const [heads, first] = within(table).getAllByRole("row");
  expect(
    within(heads ?? table)
      .getAllByRole("columnheader")
      .map((head) => head.textContent),
  ).toEqual(["L", "Node", "R", "From L to R"]);
  expect(within(first ?? table).getByTitle("n1")).toBeTruthy();
  expect(first?.textContent).toContain("1m 30s longer");
  expect(first?.textContent).toContain("+ 2.0 s queued");
  fireEvent.click(screen.getByRole("button", { name: "Queued" }));
  expect(router.state.location.search).toContain("time=queued");
  expect(within(screen.getByRole("table", { name: "Timing" })).getAllByText("no change").length).toBeGreaterThan(3);
});

test("what caching came to is told with what it means", async () => {
  const seeded = answering((comparison) => {
    const node = nodeAt(comparison, "n1");
    const [left, right] = node?.cells ?? [];
    if (left?.summary) left.summary.cacheStatus = CatalogCacheStatus.CACHE_POPULATED;
    if (right?.summary) right.summary.cacheStatus = CatalogCacheStatus.CACHE_HIT;
    for (const each of comparison.nodes)
      if (each !== node)
        for (const { summary } of each.cells) if (summary) summary.cacheStatus = CatalogCacheStatus.CACHE_DISABLED;
  });
  renderConsole(`${path}&tab=cache`, seeded);
  const table = await screen.findByRole("table", { name: "Cache" });
  expect(within(table).getAllByRole("row")[1]?.textContent).toContain("WrittenHitR took an earlier result, L ran it.");
  expect(screen.getByRole("tab", { name: /Cache/ }).textContent).toBe("Cache1");
});

test("a graph that cannot be read says so, what is known of the others is drawn", async () => {
  renderConsole(path, {
    ...answering(() => {}),
    getExecution: ({ id }) => {
      if (id?.name !== name) throw new ConnectError("the store is away", Code.Internal);
      return seedView(rows[0] ?? create(ExecutionRowSchema));
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("the store is away");
  const graph = screen.getByRole("region", { name: "Graph" });
  expect(within(graph).getByRole("button", { name: "Retry" })).toBeTruthy();
});

test("an empty tab says so", async () => {
  const seeded = answering(({ nodes }) => {
    for (const { cells } of nodes)
      for (const { summary } of cells) if (summary) summary.cacheStatus = CatalogCacheStatus.CACHE_DISABLED;
  });
  renderConsole(`${path}&tab=cache`, seeded);
  expect(await screen.findByText("No node of these executions is cached.")).toBeTruthy();
});

test("attempts are told with the error of each", async () => {
  const seeded = answering((comparison) => {
    const [left, right] = nodeAt(comparison, "n1")?.cells ?? [];
    if (left?.summary) Object.assign(left.summary, { attempt: 0, maxAttempts: 3, errorHead: "" });
    if (right?.summary) Object.assign(right.summary, { attempt: 2, maxAttempts: 3 });
    if (right) right.attemptErrors = ["no voice", "no space", ""];
  });
  renderConsole(`${path}&tab=attempts`, seeded);
  const table = await screen.findByRole("table", { name: "Attempts" });
  const row = within(table)
    .getAllByRole("row")
    .find((each) => within(each).queryByTitle("n1"));
  expect(row?.textContent).toContain("1/33/3attempt 1: no voiceattempt 2: no space");
});

test("what only one has is told apart from what only the other has, in the legend too", async () => {
  const seeded = answering((comparison) => {
    const [left] = nodeAt(comparison, "n1")?.cells ?? [];
    const right = nodeAt(comparison, "n2")?.cells[1];
    if (left) left.inGraph = false;
    if (right) right.inGraph = false;
  });
  renderConsole(path, seeded);
  const table = await screen.findByRole("table", { name: "Nodes" });
  expect(within(table).getAllByLabelText("Only in L")).toHaveLength(1);
  expect(within(table).getAllByLabelText("Only in R")).toHaveLength(1);
  const legend = screen.getByRole("list", { name: "Legend" });
  expect(
    within(legend)
      .getAllByRole("listitem")
      .map((item) => item.textContent),
  ).toEqual(expect.arrayContaining([expect.stringContaining("Only in L 1"), expect.stringContaining("Only in R 1")]));
});

test("while one still runs it says so and is asked anew, until all have ended", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let asked = 0;
  const seeded = answering(({ executions }) => {
    asked += 1;
    const last = executions.at(-1)?.execution;
    if (last && asked < 3) last.phase = ExecutionPhase.RUNNING;
  });
  renderConsole(path, seeded);
  expect((await screen.findByText(/asked anew every 5 seconds/)).textContent).toMatch(/^R still runs/);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(5100);
  expect(asked).toBe(2);
  await vi.advanceTimersByTimeAsync(5100);
  await vi.waitFor(() => expect(screen.queryByText(/asked anew every 5 seconds/)).toBeNull());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toBe(3);
  vi.useRealTimers();
});

test("what can no longer be asked for stays, with its age and a way to try again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let asked = 0;
  const seeded = answering(({ executions }) => {
    asked += 1;
    if (asked === 2) throw new ConnectError("the store is away", Code.Internal);
    const last = executions.at(-1)?.execution;
    if (last) last.phase = ExecutionPhase.RUNNING;
  });
  renderConsole(path, seeded);
  await screen.findByRole("table", { name: "Nodes" });
  await vi.advanceTimersByTimeAsync(5100);
  expect((await screen.findByText(/the store is away/)).textContent).toMatch(/^As of /);
  expect(screen.getByRole("table", { name: "Nodes" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  await vi.waitFor(() => expect(screen.queryByText(/the store is away/)).toBeNull());
  vi.useRealTimers();
});

test.each(["summary", "timing", "cache", "attempts", "spec"])("of 2,000 nodes, %s has those in sight", async (tab) => {
  const seeded = answering((comparison) => {
    const [, , sample] = comparison.nodes;
    if (!sample) return;
    comparison.nodes = Array.from({ length: 2000 }, (_, at) => {
      const node = clone(ComparedNodeSchema, sample);
      for (const { summary } of node.cells)
        if (summary) Object.assign(summary, { maxAttempts: 1, cacheStatus: CatalogCacheStatus.CACHE_HIT });
      return Object.assign(node, { path: `m${at}`, name: `node ${at}` });
    });
  });
  renderConsole(`${path}&tab=${tab}`, seeded);
  const table = await screen.findByRole("table", { name: /Nodes|Timing|Cache|Attempts|Specs/ });
  expect(table.getAttribute("aria-rowcount")).toBe("2001");
  expect(within(table).getAllByRole("row").length).toBeLessThan(80);
});

test("three stand in columns, and a spec is compared with any of the others", async () => {
  const three = `${page}/compare?with=a6p0r5kd2z,a6p0r5kd2y`;
  renderConsole(
    `${three}&tab=timing`,
    answering(() => {}),
  );
  const heads = within(await screen.findByRole("table", { name: "Timing" })).getAllByRole("columnheader");
  expect(heads.map((head) => head.textContent)).toEqual(["Node", "1", "2", "3", "From 1 to 3"]);
  renderConsole(
    `${three}&tab=spec&node=n8`,
    answering(() => {}),
  );
  expect(await screen.findByText("1 and 3 say the same.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "1 → 2" }));
  expect(await screen.findByText("1 and 2 say the same.")).toBeTruthy();
});

test("the page of an execution leads here by button and from its failure", async () => {
  renderConsole(page, seededConsole(rows));
  const links = await screen.findAllByRole("link", { name: /^Compare/ });
  expect(links.map((link) => link.getAttribute("href"))).toEqual([`/console${path}`, `/console${path}`]);
});
