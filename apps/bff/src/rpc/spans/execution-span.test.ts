import { create, toBinary } from "@bufbuild/protobuf";
import { aTask, bind, run } from "@skein/compiler/testdata/samples";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import type { RunRecord } from "@skein/engine/record";
import { DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import type { Span } from "@skein/spec/gen/flyteidl/core/metrics_pb";
import { type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { timestampToMillis } from "@skein/spec/timestamp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  hasEnded,
  makeFolder,
  removeFolder,
  seed,
  seedLaunchPlan,
  startProcess,
  succeeds,
  until,
} from "../../run-loop/testing/process.ts";
import type { AttemptSpec } from "../../runner/runner.ts";
import { type Script, scriptedWorld } from "../../runner/scripted.ts";
import { findExecutionById } from "../../store/executions.ts";
import { appendBatches } from "../../store/journal.ts";
import { refusal, withSumWorkflow } from "../testing/admin-client.ts";
import { attemptRecord, nodeRecord } from "../testing/records.ts";
import { containerOf, int, launchPlanId } from "../testing/specs.ts";
import { executionSpan } from "./execution-span.ts";

const id = { project: "flytesnacks", domain: "development", name: "run" };

/** The execution `run`, made at 500, after the given records. */
async function after(records: readonly RunRecord[]) {
  const admin = await withSumWorkflow();
  admin.at(500);
  await admin.client.createExecution({
    ...id,
    spec: { launchPlan: launchPlanId("sum") },
    inputs: { literals: { n: int(1) } },
  });
  const entries = [{ number: 0, at: 1, event: { kind: "started", at: 1 } as const, records }];
  appendBatches(admin.db, [{ executionId: 1, entries }]);
  return admin;
}

function nameOf({ id: named }: Span): string {
  switch (named.case) {
    case "operationId":
      return named.value;
    case "workflowId":
      return `workflow ${named.value.name}`;
    case "nodeId":
      return `node ${named.value.nodeId}`;
    case "taskId":
      return `task ${named.value.retryAttempt}`;
    case undefined:
      return "nothing";
  }
}

const at = (time: Span["startTime"]): number => (time ? timestampToMillis(time) : Number.NaN);

/** One line per span: where it stands in the tree, what it is, when it began and ended. */
const linesOf = (span: Span | undefined, indent = ""): string[] =>
  span === undefined
    ? []
    : [
        `${indent}${nameOf(span)} ${at(span.startTime)}-${at(span.endTime)}`,
        ...span.spans.flatMap((each) => linesOf(each, `${indent}  `)),
      ];

const outputs = { outputs: "s3://b/n0/1/outputs.pb" };
const execution = (phase: "RUNNING" | "SUCCEEDED", time: number): RunRecord => ({
  kind: "execution",
  phase,
  at: time,
  outputs: undefined,
  error: undefined,
  errorNode: undefined,
});
const retried: readonly RunRecord[] = [
  execution("RUNNING", 1_000),
  nodeRecord("start-node", "SUCCEEDED", 1_000),
  nodeRecord("n0", "QUEUED", 1_001),
  nodeRecord("n0", "RUNNING", 1_002),
  attemptRecord(0, "QUEUED", 1_003),
  attemptRecord(0, "FAILED", 1_100, { error: { code: "Error", message: "", kind: "USER" } }),
  attemptRecord(1, "QUEUED", 1_200),
  attemptRecord(1, "RUNNING", 1_250),
  attemptRecord(1, "SUCCEEDED", 1_700, outputs),
  nodeRecord("n0", "SUCCEEDED", 1_702, outputs),
  nodeRecord("end-node", "SUCCEEDED", 1_703),
  execution("SUCCEEDED", 1_704),
];

describe("§3.10 GetExecutionMetrics", () => {
  test.each([
    [
      -1,
      [
        "workflow run 500-1704",
        "  WORKFLOW_SETUP 500-1000",
        "  node n0 1001-1702",
        "    NODE_TRANSITION 1000-1001",
        "    NODE_SETUP 1001-1003",
        "    task 0 1003-1100",
        "      TASK_SETUP 1003-1100",
        "    NODE_RESET 1100-1200",
        "    task 1 1200-1700",
        "      TASK_SETUP 1200-1250",
        "      TASK_RUNTIME 1250-1700",
        "      TASK_TEARDOWN 1700-1700",
        "    NODE_TEARDOWN 1700-1702",
        "  WORKFLOW_TEARDOWN 1702-1704",
      ],
    ],
    [0, ["workflow run 500-1704"]],
    [
      1,
      [
        "workflow run 500-1704",
        "  WORKFLOW_SETUP 500-1000",
        "  node n0 1001-1702",
        "    NODE_TRANSITION 1000-1001",
        "  WORKFLOW_TEARDOWN 1702-1704",
      ],
    ],
  ])("at depth %i, %j", async (depth, expected) => {
    const { client } = await after(retried);
    expect(linesOf((await client.getExecutionMetrics({ id, depth })).span)).toEqual(expected);
  });

  test("before anything has run, all is setup", async () => {
    const { client } = await after([]);
    expect(linesOf((await client.getExecutionMetrics({ id, depth: 10 })).span)).toEqual([
      "workflow run 500-500",
      "  WORKFLOW_SETUP 500-500",
    ]);
  });

  test("of an execution that is not there, NotFound", async () => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.getExecutionMetrics({ id, depth: 10 }))).toMatch(/^NotFound missing entity/);
  });
});

describe("§3.10 spans of nodes of every kind, as they ran", () => {
  let folder = "";
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => removeFolder(folder));

  const sketch: WorkflowSketch = {
    nodes: [
      { id: "a" },
      { id: "inner", inside: { nodes: [{ id: "x" }] }, after: ["a"] },
      { id: "b", arms: [{ id: "y" }, { id: "z" }], takes: 1, after: ["a"] },
      { id: "wait", gate: "sleep" },
      { id: "child", launches: "lp" },
      { id: "dyn", asks: { nodes: [], outputs: ["o"] } },
      { id: "bad", after: ["inner", "b"] },
    ],
    onFailure: { id: "efn" },
    failAfter: true,
  };
  const leaf: TaskTemplate = {
    ...(aTask("leaf", {}, { o: "int" }).template ?? create(TaskTemplateSchema)),
    target: containerOf({ image: "busybox:1.36", command: ["true"] }),
  };
  const futures = toBinary(
    DynamicJobSpecSchema,
    create(DynamicJobSpecSchema, { tasks: [leaf], nodes: [run("dn0", "leaf")], outputs: bind({ o: "dn0.o" }) }),
  );
  const bad = { code: "Bad", message: "", kind: "USER" } as const;
  function script({ key }: AttemptSpec): Script {
    if (key.node === "dyn") return { endsAfterMs: 1, futures };
    return key.node === "bad"
      ? { endsAfterMs: 1, failure: { kind: "failed", retryable: false, error: bad } }
      : succeeds();
  }

  test("lie in their parents, in order, and leave nothing out", async () => {
    const executionId = seed(folder, sketch);
    seedLaunchPlan(folder, "lp", { nodes: [{ id: "c" }] });
    const process = await startProcess({ folder, world: scriptedWorld(), script });
    process.loop.start(executionId);
    await until(() => hasEnded(process, executionId));
    const row = findExecutionById(process.db, executionId);
    const span = row && executionSpan(process.db, row, -1);
    const names = linesOf(span).map((line) => line.replace(/ \d+-\d+$/, ""));
    process.kill();

    const under = (head: string) => {
      const from = names.indexOf(head);
      const depth = head.search(/\S/);
      const length = names.slice(from + 1).findIndex((line) => line.search(/\S/) <= depth);
      return names.slice(from + 1, length < 0 ? undefined : from + 1 + length).map((line) => line.trim());
    };
    const task = ["NODE_SETUP", "task 0", "TASK_SETUP", "TASK_RUNTIME", "TASK_TEARDOWN", "NODE_TEARDOWN"];
    const inner = ["NODE_TRANSITION", "NODE_SETUP", "node inner-0-x", "NODE_TRANSITION", ...task, "NODE_TEARDOWN"];
    expect(under("  node inner")).toEqual(inner);
    expect(under("  node b")).toEqual(["NODE_TRANSITION", "NODE_SETUP", "node b-0-b-z", ...task, "NODE_TEARDOWN"]);
    expect(under("  node wait")).toEqual(["NODE_TRANSITION", "NODE_SETUP", "NODE_IDLE", "NODE_TEARDOWN"]);
    expect(under("  node dyn")).toEqual([
      ...["NODE_TRANSITION", "NODE_SETUP", "task 0", "TASK_SETUP", "TASK_RUNTIME", "TASK_TEARDOWN", "NODE_RESET"],
      ...["node dyn-0-dn0", "NODE_TRANSITION", ...task, "NODE_TEARDOWN"],
    ]);
    expect(under("  node efn")).toEqual(task);
    expect(under("  node child").filter((name) => /^(workflow|node) /.test(name))).toEqual([
      expect.stringMatching(/^workflow /),
      "node c",
    ]);
    expect(names[0]).toBe("workflow run");
  }, 20_000);
});
