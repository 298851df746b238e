import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ExecutionViewSchema,
  type NodeSummarySchema,
  RunnerStatus_State,
  RunnerStatusSchema,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { waitWords } from "./wait-words.ts";

type Nodes = MessageInitShape<typeof NodeSummarySchema>[];

const ready = create(RunnerStatusSchema, { state: RunnerStatus_State.READY });
const away = create(RunnerStatusSchema, { state: RunnerStatus_State.UNAVAILABLE, message: "Docker does not answer" });

const pulling = { path: "a", phase: Phase.RUNNING, taskPhase: TaskPhase.INITIALIZING, reason: "Pulling x:1, 38 %" };
const crowded = { path: "b", phase: Phase.QUEUED, taskPhase: TaskPhase.WAITING_FOR_RESOURCES, reason: "waits for CPU" };
const atWork = { path: "c", phase: Phase.RUNNING, taskPhase: TaskPhase.RUNNING };
const gate = { path: "d", phase: Phase.RUNNING, reason: "Waits for approval." };
const held = { path: "e", phase: Phase.QUEUED, held: Side.BEFORE };
const child = { path: "f", phase: Phase.RUNNING };
const map = { path: "g", phase: Phase.RUNNING, taskPhase: TaskPhase.RUNNING, map: { running: 0, queued: 3 } };
const parent = { path: "h", phase: Phase.RUNNING, isParent: true };
const submitted = { path: "i", phase: Phase.QUEUED, taskPhase: TaskPhase.QUEUED };

it.each<[string, ExecutionPhase, Nodes, string | undefined]>([
  ["not begun", ExecutionPhase.QUEUED, [], "Queued: it has not started yet"],
  ["between two nodes", ExecutionPhase.RUNNING, [], undefined],
  ["an image is pulled", ExecutionPhase.RUNNING, [pulling], "Waits at a: Pulling x:1, 38 %"],
  ["several wait", ExecutionPhase.RUNNING, [crowded, gate], "Waits at b: waits for CPU, and 1 more"],
  ["inside another", ExecutionPhase.RUNNING, [parent, gate], "Waits at Ask: Waits for approval"],
  ["one works", ExecutionPhase.RUNNING, [pulling, atWork], undefined],
  ["a child works", ExecutionPhase.RUNNING, [gate, child], undefined],
  ["held", ExecutionPhase.RUNNING, [held], "Waits at e: held at a breakpoint"],
  ["no element runs", ExecutionPhase.RUNNING, [map], undefined],
  ["brought down", ExecutionPhase.FAILING, [gate], undefined],
  ["ended", ExecutionPhase.SUCCEEDED, [], undefined],
])("%s, with the runner ready", (_, phase, nodes, words) => {
  expect(waitWords(view(phase, nodes), ready)).toBe(words);
});

it.each<[string, ExecutionPhase, Nodes, string | undefined]>([
  ["not begun", ExecutionPhase.QUEUED, [], "The runner is unavailable: Docker does not answer"],
  ["submitted", ExecutionPhase.RUNNING, [submitted], "The runner is unavailable: Docker does not answer"],
  ["for somebody", ExecutionPhase.RUNNING, [gate], "Waits at Ask: Waits for approval"],
  ["held", ExecutionPhase.RUNNING, [held], "Waits at e: held at a breakpoint"],
  ["one still works", ExecutionPhase.RUNNING, [submitted, atWork], undefined],
  ["ended", ExecutionPhase.ABORTED, [], undefined],
])("%s, with the runner away", (_, phase, nodes, words) => {
  expect(waitWords(view(phase, nodes), away)).toBe(words);
});

const view = (phase: ExecutionPhase, nodes: Nodes) =>
  create(ExecutionViewSchema, { execution: { phase }, nodes, graph: { nodes: [{ path: "d", name: "Ask" }] } });
