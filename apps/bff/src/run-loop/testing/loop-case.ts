/** Cases of the engine's simulation as a whole server can run them: what nodes stand for, and who answers them. */

import { create, fromBinary } from "@bufbuild/protobuf";
import type { ArraySketch, NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { subNodeInputs } from "@skein/engine/sub-node-data";
import { systemError, userError } from "@skein/engine/testing/drive";
import type { Fate } from "@skein/engine/testing/fate";
import { luck } from "@skein/engine/testing/random";
import { mapOf, saidOf, workSays } from "@skein/engine/testing/said";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { AttemptSpec } from "../../runner/runner.ts";
import type { Script } from "../../runner/scripted.ts";
import type { Database } from "../../store/database.ts";
import { findExecution } from "../../store/executions.ts";
import { findParentNode } from "../../store/node-executions.ts";
import { findSignal, saveSignalValue } from "../../store/signals.ts";
import type { Home } from "./simulate-loop.ts";

/** What `launches: "lp"` launches. */
export const childSketch: WorkflowSketch = { nodes: [{ id: "o" }], outputs: ["o"] };

/**
 * The same workflow where it means the same: no deadlines, because time is made up; launch plans that take no inputs;
 * tasks that ask for nothing and whose results, which tell nodes apart, are not kept; signals only at the top, where
 * their ids are their own, and none that are refused by a value that fits them.
 */
export function asLoopRuns(sketch: WorkflowSketch, fate: Fate, depth = 0): WorkflowSketch {
  const { onFailure } = sketch;
  const nodes = sketch.nodes.map((node) => nodeAsLoopRuns(node, fate, depth));
  return { ...sketch, nodes, ...(onFailure && { onFailure: asHandler(onFailure, fate, depth) }) };
}

/** A failure node is told of the failure, which the launch plan has no input for. */
function asHandler(node: NodeSketch, fate: Fate, depth: number): NodeSketch {
  const { launches, ...rest } = node;
  return nodeAsLoopRuns(launches === undefined ? node : rest, fate, depth + 1);
}

function nodeAsLoopRuns(node: NodeSketch, fate: Fate, depth: number): NodeSketch {
  const { asks: _, cache: __, maps, ...others } = node;
  const { id, gate, launches, inside, arms } = node;
  const refusable = fate(id, 0) === "permanent" && gate === "signal" ? "approve" : gate;
  return {
    ...others,
    timeoutMs: 0,
    ...(maps !== undefined && { maps: elementsAsLoopRuns(maps) }),
    ...(launches !== undefined && { after: [] }),
    ...(gate !== undefined && { gate: refusable }),
    // What reads nothing is not ordered by what it reads.
    ...(gate !== undefined && depth > 0 && { gate: "sleep", after: [] }),
    ...(inside && { inside: asLoopRuns(inside, fate, depth + 1) }),
    ...(arms && { arms: arms.map((arm) => nodeAsLoopRuns(arm, fate, depth + 1)) }),
  };
}

function elementsAsLoopRuns({ launches: _, timeoutMs: __, ...maps }: ArraySketch): ArraySketch {
  return maps;
}

/** How an attempt goes; that of a child execution goes as the node does which the child is. */
export function scriptOf(home: Omit<Home, "process">, db: Database, { key, paths, subNode }: AttemptSpec): Script {
  const { files, fate, case: each } = home;
  const draw = luck(each.seed, `work ${key.execution} ${key.node}#${key.attempt}`, 1000);
  const times = { startsAfterMs: draw % 7, endsAfterMs: draw < 500 ? draw % 3 : draw };
  const row = findExecution(db, { project: key.project, domain: key.domain, name: key.execution });
  const parent = row && findParentNode(db, row.id);
  const bytes = files.get(`${paths.inputPrefix}/inputs.pb`);
  const inputs = bytes && parent === undefined ? fromBinary(LiteralMapSchema, bytes) : undefined;
  const read = saidOf(inputs && subNode ? subNodeInputs(inputs, subNode.index, subNode.bound) : inputs);
  const end = parent === undefined ? fate(key.node, key.attempt) : childEnd(fate, parent.node_id);
  if (end === "succeed") return { ...times, outputs: mapOf(workSays(parent?.node_id ?? key.node, read)).literals };
  const error = end === "system" ? systemError : userError;
  return { ...times, failure: { kind: "failed", retryable: end !== "permanent", error } };
}

const childEnd = (fate: Fate, node: string) => (fate(node, 0) === "succeed" ? "succeed" : "permanent");

/** Sets the signals that are asked for, as their nodes' fates want it. Whether there were any. */
export function setSignals({ process: { db, loop }, id, sketch, fate }: Home): boolean {
  let isAny = false;
  for (const node of sketch.nodes) {
    const row = node.gate === undefined ? undefined : findSignal(db, { executionId: id, signalId: node.id });
    if (row === undefined || row.value !== null) continue;
    const value =
      node.gate === "approve" ? boolean(fate(node.id, 0) !== "permanent") : mapOf(workSays(node.id, {})).literals.o;
    if (value !== undefined) saveSignalValue(db, row, value, 1);
    loop.signal(id, node.id);
    isAny = true;
  }
  return isAny;
}

function boolean(value: boolean): Literal {
  const primitive = { value: { case: "boolean", value } } as const;
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
  });
}
