// @vitest-environment happy-dom
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { TaskExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type GetUsageSamplesRequest,
  NodeViewSchema,
  type UsageSamplesSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { fakeTransport } from "../../../../testing/fake-console.ts";
import { replaceTransport } from "../../../../transport.ts";
import { ComputeTab } from "./compute-tab.tsx";

afterEach(cleanup);

const id = { project: "p", domain: "d", name: "f1" };
const MIB = 2n ** 20n;
const at = (seconds: number) => timestampFromMs(1_700_000_000_000 + seconds * 1000);

const attemptOf = (attempt: number, isOver: boolean) => ({
  attempt,
  phase: isOver ? Phase.SUCCEEDED : Phase.RUNNING,
  createdAt: at(0),
  startedAt: at(2),
  ...(isOver ? { endedAt: at(6) } : {}),
});
type View = MessageInitShape<typeof NodeViewSchema>;
const ended: View = { specJson: "{}", attempts: [attemptOf(0, true)] };
const running: View = { specJson: "{}", attempts: [attemptOf(0, true), attemptOf(1, false)] };

type Samples = MessageInitShape<typeof UsageSamplesSchema>;
const full: Samples = {
  samples: [
    { fromMs: 0n, toMs: 1000n, cpu: 0.25, memoryBytes: 30n * MIB },
    { fromMs: 1000n, toMs: 2000n, cpu: 1.5, memoryBytes: 48n * MIB },
    { fromMs: 2000n, toMs: 2500n, cpu: 0.5 },
  ],
  resources: { cpuRequest: 0.5, cpuLimit: 2, memoryRequestBytes: 64n * MIB, memoryLimitBytes: 64n * MIB },
  cpuSeconds: 2,
  peakMemoryBytes: 48n * MIB,
  peakCpu: 1.5,
  measured: true,
  complete: true,
};

function show(view: View, answer: (request: GetUsageSamplesRequest) => Samples | Promise<Samples>, attempt = 0) {
  const getUsageSamples = vi.fn(answer);
  replaceTransport(fakeTransport({ getUsageSamples }));
  const onAttempt = vi.fn();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MemoryRouter>
      <QueryClientProvider client={queries}>
        <ComputeTab id={id} view={create(NodeViewSchema, view)} nodeId="n0" attempt={attempt} onAttempt={onAttempt} />
      </QueryClientProvider>
    </MemoryRouter>,
  );
  return { onAttempt, getUsageSamples };
}

test("the full face: totals and peaks, both charts against request and limit, and all of it as a table", async () => {
  show(ended, () => full);
  expect((await screen.findByText("Peak CPU")).nextSibling?.textContent).toBe("1.5 cores, 75 % of the limit");
  expect(screen.getByText("Peak memory").nextSibling?.textContent).toBe("48 MiB, 75 % of the limit");
  expect(screen.getByText("CPU time").nextSibling?.textContent).toBe("2 core-s");
  expect(screen.getByText("request 0.5 cores")).toBeTruthy();
  expect(screen.getByText("limit 2 cores")).toBeTruthy();
  expect(screen.getByText("request and limit 64 MiB")).toBeTruthy();
  const rows = within(screen.getByRole("table", { name: "CPU and memory over time" })).getAllByRole("row");
  expect(rows.map((row) => row.textContent)).toEqual([
    "FromToCPUMemory",
    "0 ms1.0 s0.25 cores30 MiB",
    "1.0 s2.0 s1.5 cores48 MiB",
    "2.0 s2.5 s0.5 coresnot known",
  ]);
});

test("the arrow keys ask a chart for single values, in words", async () => {
  show(ended, () => full);
  const chart = await screen.findByRole("slider", { name: "Memory" });
  expect(chart.getAttribute("aria-valuetext")).toBe("not known, 2.0 s to 2.5 s");
  fireEvent.focus(chart);
  fireEvent.keyDown(chart, { key: "ArrowLeft" });
  expect(chart.getAttribute("aria-valuetext")).toBe("48 MiB, 1.0 s to 2.0 s");
  expect(screen.getByText("48 MiB, 1.0 s to 2.0 s")).toBeTruthy();
  fireEvent.keyDown(chart, { key: "Home" });
  expect(chart.getAttribute("aria-valuenow")).toBe("1");
  fireEvent.keyDown(chart, { key: "ArrowLeft" });
  expect(chart.getAttribute("aria-valuenow")).toBe("1");
  fireEvent.blur(chart);
  expect(screen.queryByText("30 MiB, 0 ms to 1.0 s")).toBeNull();
});

test("a pointer over a chart shows the value below it", async () => {
  show(ended, () => full);
  const chart = await screen.findByRole("slider", { name: "CPU, cores" });
  fireEvent.pointerMove(chart, { clientX: 62 + 318 * 0.6 }); // 1.5 s of 2.5 s
  expect(screen.getByText("1.5 cores, 1.0 s to 2.0 s")).toBeTruthy();
});

test("a limit far beyond all use is told beside the title", async () => {
  show(ended, () => ({ ...full, resources: { cpuLimit: 64 } }));
  expect(await screen.findByText("limit 64 cores, beyond the chart")).toBeTruthy();
  expect(screen.queryByText("limit 64 cores")).toBeNull();
});

test("while it runs it is asked again, and says so", async () => {
  const { getUsageSamples } = show(running, () => ({ ...full, complete: false }), 1);
  expect(await screen.findByText(/It runs: renewed every two seconds/)).toBeTruthy();
  expect(screen.getByText("CPU time").nextSibling?.textContent).toBe("2 core-s so far");
  await waitFor(() => expect(getUsageSamples.mock.calls.length).toBeGreaterThan(1), { timeout: 5000 });
  expect(getUsageSamples.mock.calls[0]?.[0].source).toMatchObject({ nodeId: "n0", attempt: 1 });
});

test("another attempt is a press away", async () => {
  const { onAttempt } = show(running, () => full, 1);
  fireEvent.click(await screen.findByRole("button", { name: "Attempt 1" }));
  expect(onAttempt).toHaveBeenCalledWith(0);
});

test("the loading and the error face", async () => {
  show(ended, () => new Promise<never>(() => undefined));
  expect(screen.getByRole("status", { name: "Loading the compute" })).toBeTruthy();
  cleanup();
  let isBroken = true;
  show(ended, () => {
    if (isBroken) throw new Error("the disk is gone");
    return full;
  });
  expect((await screen.findByRole("alert")).textContent).toContain("The compute could not be read");
  isBroken = false;
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByText("Peak CPU")).toBeTruthy();
});

test("what was not measured is said to be so, and why; no chart is drawn", async () => {
  show(ended, () => ({ measured: false, notMeasured: "This host gives no figures.", complete: true }));
  expect(await screen.findByText("Not measured over time")).toBeTruthy();
  expect(screen.getByText("This host gives no figures.")).toBeTruthy();
  expect(screen.getByText("CPU time").nextSibling?.textContent).toBe("not measured");
  expect(screen.queryByRole("slider")).toBeNull();
});

test.each<[string, View, string]>([
  ["that waits", { specJson: "{}", why: ["Waits for 1 node: load."] }, "It has not run yet"],
  ["whose result was there", { specJson: "{}", cache: { status: CatalogCacheStatus.CACHE_HIT } }, "It did not run"],
  ["that runs nothing", {}, "This node runs nothing of its own"],
])("the empty face of a node %s", (_, view, title) => {
  const { getUsageSamples } = show(view, () => full);
  expect(screen.getByText(title)).toBeTruthy();
  expect(getUsageSamples).not.toHaveBeenCalled();
});

test("an attempt that waits for its start has not run yet, and says for what", async () => {
  const history = [{ phase: Phase.WAITING_FOR_RESOURCES, at: at(1), reason: "waits for CPU: wants 2, 0.5 free" }];
  const view = { specJson: "{}", attempts: [{ attempt: 0, createdAt: at(0), history }] };
  show(view, () => ({ measured: false, notMeasured: "Its container has not started." }));
  expect(await screen.findByText("It has not run yet")).toBeTruthy();
  expect(screen.getByText("waits for CPU: wants 2, 0.5 free")).toBeTruthy();
});
