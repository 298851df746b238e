// @vitest-environment happy-dom
/** The tabs of a node that need no server: why, attempts, spec, and the line of the summary that leads to why. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { TaskExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  AttemptSchema,
  SpecChange_Layer as Layer,
  NodeSummarySchema,
  NodeViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { AttemptList } from "./attempt-list.tsx";
import { NodeSummaryTab } from "./node-summary.tsx";
import { SpecTab } from "./spec-tab.tsx";
import { WhyTab } from "./why-tab.tsx";

afterEach(cleanup);

const id = { project: "p", domain: "d", name: "f1" };
const at = (ms: number) => timestampFromMs(1_700_000_000_000 + ms);
const attempts: MessageInitShape<typeof AttemptSchema>[] = [
  {
    attempt: 0,
    phase: Phase.FAILED,
    createdAt: at(0),
    startedAt: at(3000),
    endedAt: at(9000),
    error: { code: "OutOfMemory", message: "killed at 8 GiB\nTraceback" },
    usage: { measured: true, cpuSeconds: 12, peakMemoryBytes: 8n * 2n ** 30n, wall: { seconds: 6n } },
    container: { id: "5f2c81d90e7ab3c4", name: "skein-7c1e", exitCode: 137 },
    history: [
      { phase: Phase.QUEUED, at: at(0), reason: "" },
      { phase: Phase.WAITING_FOR_RESOURCES, at: at(500), reason: "waits for CPU: wants 2, 0.5 free" },
      { phase: Phase.RUNNING, at: at(3000), reason: "started" },
    ],
  },
  { attempt: 1, phase: Phase.RUNNING, createdAt: at(9000), startedAt: at(9100), history: [] },
];

function why(
  view: MessageInitShape<typeof NodeViewSchema>,
  summary: MessageInitShape<typeof NodeSummarySchema> = {},
  attempt = 0,
) {
  const onAttempt = vi.fn();
  render(
    <WhyTab
      id={id}
      view={create(NodeViewSchema, view)}
      summary={create(NodeSummarySchema, summary)}
      attempt={attempt}
      onAttempt={onAttempt}
    />,
    { wrapper: MemoryRouter },
  );
  return onAttempt;
}

test("why a node waits is said with its figures", () => {
  const sentence = "Waits for the machine.";
  const value = { cpuWanted: 2, cpuFree: 0.5, cpuTotal: 8, before: 1 };
  why({ why: [sentence], because: { text: sentence, kind: { case: "resources", value } } });
  expect(screen.getByText(sentence)).toBeTruthy();
  expect(screen.getByText("wants 2, 0.5 of 8 free")).toBeTruthy();
  expect(screen.getByText("1 waiting")).toBeTruthy();
});

test("of one that ran: why it did, what it waited for and how long, and why there is another attempt", () => {
  const miss = { text: "The cache version changed from 1 to 2." };
  const view = { attempts, cache: { status: CatalogCacheStatus.CACHE_POPULATED, miss } };
  const onAttempt = why(view, { maxAttempts: 3 });
  expect(screen.getByRole("heading", { name: "Cache" })).toBeTruthy();
  expect(screen.getByText(/The cache version changed from 1 to 2\./)).toBeTruthy();
  const waits = within(screen.getByRole("heading", { name: "What it waited for" }).parentElement ?? expect.fail());
  expect(waits.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "Queued500 ms",
    "Waited for resources2.5 swaits for CPU: wants 2, 0.5 free",
  ]);
  fireEvent.click(screen.getByRole("button", { name: "Attempt 2" }));
  expect(onAttempt).toHaveBeenCalledWith(1);
  cleanup();
  why(view, { maxAttempts: 3 }, 1);
  expect(screen.getByText("Attempt 1 did not succeed, and it may be tried 3 times.")).toBeTruthy();
});

test("what was taken over or was there already did not run, and leads to who did", () => {
  why({}, { recoveredFrom: "f0", endedAt: at(0) });
  expect(screen.getByRole("link", { name: "f0" }).getAttribute("href")).toBe("/projects/p/domains/d/executions/f0");
  cleanup();
  why({ cache: { status: CatalogCacheStatus.CACHE_HIT } });
  expect(screen.getByRole("heading", { name: "Why it did not run" })).toBeTruthy();
});

test("where there is nothing to explain, that is said", () => {
  why({}, { endedAt: at(0) });
  expect(screen.getByText("There is nothing to explain")).toBeTruthy();
});

test("the summary keeps one line of it, which leads to the rest", () => {
  const onWhy = vi.fn();
  const view = create(NodeViewSchema, { why: ["Waits for 1 node: load.", "And more."] });
  render(<NodeSummaryTab id={id} view={view} summary={undefined} attempt={0} onWhy={onWhy} />, {
    wrapper: MemoryRouter,
  });
  expect(screen.getByText("Waits for 1 node: load.")).toBeTruthy();
  expect(screen.queryByText("And more.")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Explain" }));
  expect(onWhy).toHaveBeenCalled();
});

test("attempts are a table with outcome, figures, container and the way to the log", () => {
  const onLogs = vi.fn();
  const all = attempts.map((each) => create(AttemptSchema, each));
  render(<AttemptList attempts={all} maxAttempts={3} selected={1} onLogs={onLogs} />);
  const table = screen.getByRole("table", { name: "Attempts" });
  const rows = within(table).getAllByRole("row");
  expect(
    within(rows[1] ?? table)
      .getAllByRole("cell")
      .map((cell) => cell.textContent),
  ).toEqual(["Failed", "137", expect.stringMatching(/^\d\d:\d\d:\d\d$/), "6.0 s", "12 core-s", "8 GiB", ""]);
  expect(rows[2]?.textContent).toContain("OutOfMemory: killed at 8 GiB");
  expect(rows[2]?.textContent).not.toContain("Traceback");
  expect(rows[2]?.textContent).toContain("skein-7c1e5f2c81d90e7a");
  expect(rows[3]?.textContent).toContain("not yet");
  expect(rows[3]?.closest("tbody")?.getAttribute("aria-current")).toBe("true");
  fireEvent.click(screen.getByRole("button", { name: "Log of attempt 1" }));
  expect(onLogs).toHaveBeenCalledWith(0);
});

test("a node without attempts says how many it may have", () => {
  render(<AttemptList attempts={[]} maxAttempts={3} onLogs={() => undefined} />);
  expect(screen.getByText("Up to 3 attempts are allowed.")).toBeTruthy();
});

test("the spec marks what is otherwise than registered, with who said so", () => {
  const changes = [
    { layer: Layer.NODE, field: "container.resources.limits.cpu", before: "1", after: "2" },
    { layer: Layer.PROJECT_DEFAULT, field: "container.resources.requests.memory", after: "96Mi" },
  ];
  render(<SpecTab view={create(NodeViewSchema, { specJson: '{"type":"raw"}', specChanges: changes })} />);
  const table = screen.getByRole("table", { name: "Fields of the task template that were changed" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows[0]?.textContent).toBe("container.resources.limits.cpu1 →  becomes 2node override");
  expect(rows[1]?.textContent).toContain("not said");
  expect(rows[1]?.textContent).toContain("project default");
  expect(screen.getByText(/"type": "raw"/)).toBeTruthy();
});

test("without changes there is only the template, and without a template its empty face", () => {
  render(<SpecTab view={create(NodeViewSchema, { specJson: "{}" })} />);
  expect(screen.queryByRole("table")).toBeNull();
  cleanup();
  render(<SpecTab view={create(NodeViewSchema, {})} />);
  expect(screen.getByText("This node has no task template")).toBeTruthy();
});
