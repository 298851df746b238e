/** The phases nothing leads out of, by name as rows hold them. */
import type { NodePhaseName, TaskPhaseName } from "@skein/engine/record";
import type { StoredExecutionPhase } from "./tables.ts";

const executionEnds: ReadonlySet<StoredExecutionPhase> = new Set(["SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]);
const nodeEnds: ReadonlySet<NodePhaseName> = new Set([
  "SUCCEEDED",
  "FAILED",
  "ABORTED",
  "SKIPPED",
  "TIMED_OUT",
  "RECOVERED",
]);
const taskEnds: ReadonlySet<TaskPhaseName> = new Set(["SUCCEEDED", "FAILED", "ABORTED"]);

export const isExecutionEnd = (phase: StoredExecutionPhase): boolean => executionEnds.has(phase);
export const isNodeEnd = (phase: NodePhaseName): boolean => nodeEnds.has(phase);
export const isTaskEnd = (phase: TaskPhaseName): boolean => taskEnds.has(phase);
