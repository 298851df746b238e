/** The outputs of an array node, from those of its elements: files read a few at a time, however many there are. */
import { fromBinary } from "@bufbuild/protobuf";
import type { Command, SubNodeOutputs } from "@skein/engine/command";
import { subNodeOutputsUri } from "@skein/engine/paths";
import { echoedOutputs, gatherOutputs } from "@skein/engine/sub-node-data";
import { LaunchPlanClosureSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { parseIdentifier } from "@skein/spec/identifier";
import type { Database } from "../store/database.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import type { Values } from "./values.ts";

const AT_ONCE = 16;

type CollectOutputs = Command & { kind: "collectOutputs" };

/** @throws SubNodeOutputMissing when an element did not write what it declares */
export async function collectOutputs(
  db: Database,
  values: Values,
  { attempts, from }: CollectOutputs,
): Promise<LiteralMap> {
  if (from.kind === "inputs") return echoedOutputs(await values.read(from.inputs), attempts.length, from);
  const outputs = new Array<LiteralMap | undefined>(attempts.length);
  const { directory } = from;
  let next = 0;
  const readOn = async () => {
    while (next < attempts.length) {
      const index = next;
      next += 1;
      const attempt = attempts[index] ?? -1;
      if (attempt >= 0) outputs[index] = await values.read(subNodeOutputsUri(directory, index, attempt));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  return gatherOutputs(variablesOf(db, from), attempts, outputs);
}

function variablesOf(db: Database, from: SubNodeOutputs & { kind: "files" }): readonly string[] {
  if (from.variables !== undefined) return from.variables;
  if (from.launchPlan === undefined) return [];
  const row = findLaunchPlan(db, parseIdentifier(from.launchPlan, ResourceType.LAUNCH_PLAN));
  const closure = row && fromBinary(LaunchPlanClosureSchema, row.closure);
  return Object.keys(closure?.expectedOutputs?.variables ?? {});
}
