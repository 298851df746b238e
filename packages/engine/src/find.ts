import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { type BooleanExpression, BooleanExpressionSchema } from "@skein/spec/gen/flyteidl/core/condition_pb";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { decideArm } from "./branch-condition.ts";
import type { Quest } from "./command.ts";
import type { Finding } from "./event.ts";
import { findSleep } from "./in-process-task.ts";
import { findArray } from "./sub-node-data.ts";

/** Whether a finding answers what was asked; anything else is not about this node. */
export function isAnswer(quest: Quest | undefined, finding: Finding | undefined): boolean {
  if (quest === undefined || finding?.kind === "refused") return true;
  if (quest.kind === "sleep") return finding?.kind === "sleep" && Number.isFinite(finding.ms) && finding.ms >= 0;
  if (quest.kind === "array") return isArrayAnswer(quest.sleeps, finding);
  return finding?.kind === "branch" && Number.isInteger(finding.arm) && finding.arm >= 0 && finding.arm < quest.arms;
}

function isArrayAnswer(asksSleeps: boolean, finding: Finding | undefined): boolean {
  if (finding?.kind !== "array" || !Number.isSafeInteger(finding.size) || finding.size < 0) return false;
  const { size, sleeps = [] } = finding;
  if (!asksSleeps) return true;
  return (sleeps.length === 1 || sleeps.length === size) && sleeps.every((ms) => Number.isFinite(ms) && ms >= -1);
}

/** Answers what a node asks of its inputs: for whoever carries `resolveInputs` out, because there the values are. */
export function find(quest: Quest, inputs: LiteralMap): Finding {
  switch (quest.kind) {
    case "sleep":
      return findSleep(inputs);
    case "branch":
      return decideArm(quest.decision, inputs);
    case "array":
      return findArray(inputs, quest.bound, quest.sleeps);
  }
}

/** Whether a breakpoint's condition holds over these inputs, or why that cannot be said. */
export function testCondition(
  condition: JsonValue,
  inputs: LiteralMap,
): { readonly hit: boolean; readonly problem?: string } {
  let expression: BooleanExpression;
  try {
    expression = fromJson(BooleanExpressionSchema, condition);
  } catch (reason) {
    return { hit: false, problem: reason instanceof Error ? reason.message : String(reason) };
  }
  const found = decideArm({ conditions: [expression], otherwise: "arm" }, inputs);
  if (found.kind === "refused") return { hit: false, problem: found.error.message };
  return { hit: found.kind === "branch" && found.arm === 0 };
}
