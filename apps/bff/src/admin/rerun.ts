/**
 * Running an execution once more (docs/recover.md): all of it but what has succeeded, from a node on, or one node by
 * itself. What is not to be taken over is worked out here, once, and kept with the new execution.
 */
import { equals, fromBinary } from "@bufbuild/protobuf";
import { makePlan } from "@skein/engine/make-plan";
import { planRerun, type RerunPlan } from "@skein/engine/plan-rerun";
import type { ExecutionCreateRequest } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type LiteralMap, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { nodeExecutionsOf } from "../store/node-executions.ts";
import type { RerunSets } from "../store/rerun-sets.ts";
import type { ExecutionRow } from "../store/tables.ts";
import { getWorkflowById } from "../store/workflows.ts";
import { recoverRequest } from "./continued-execution.ts";

export class RerunRefused extends Problem {
  readonly kind = "precondition";
}

export interface RerunWishes {
  /** The node to run again, with all after it, by path; undefined for none. */
  readonly from: string | undefined;
  /** In place of the source's, by name. */
  readonly inputs: LiteralMap | undefined;
}

/** Whether something is stored under a URI. */
export type IsStored = (uri: string) => Promise<boolean>;

/** @throws RerunRefused when the node is none of the workflow's */
export async function planOf(
  db: Database,
  source: ExecutionRow,
  wishes: RerunWishes,
  isStored: IsStored,
): Promise<RerunPlan> {
  const rows = nodeExecutionsOf(db, source.id);
  const stored = await Promise.all(
    rows.map(async (row) => row.output_uri !== null && (await isStored(row.output_uri))),
  );
  const nodes = new Map(rows.map((row, at) => [row.node_id, { phase: row.phase, hasOutputs: stored[at] ?? false }]));
  const closure = fromBinary(CompiledWorkflowClosureSchema, getWorkflowById(db, source.workflow_id).closure);
  const changedInputs = changedIn(source, wishes.inputs);
  const wish = { source: source.execution_name, from: wishes.from, changedInputs };
  const plan = planRerun(makePlan(closure), wish, (node) => nodes.get(node));
  if (wishes.from !== undefined && !plan.nodes.some(({ path, fate }) => path === wishes.from && fate === "runs"))
    throw new RerunRefused(notFrom(wishes.from, source));
  return plan;
}

function notFrom(path: string, { execution_name: name }: ExecutionRow): string {
  return (
    `Execution ${name} cannot be run again from ${path} on: it is no node of the workflow that ran, but an arm that ` +
    "was not taken, or something a dynamic node asked for; choose the node around it"
  );
}

/** What to launch, and what the execution does not take over. */
export async function rerunRequest(
  db: Database,
  source: ExecutionRow,
  { name, overwriteCache, ...wishes }: RerunWishes & { readonly name: string; readonly overwriteCache: boolean },
  isStored: IsStored,
): Promise<{ request: ExecutionCreateRequest; sets: RerunSets }> {
  const { sets } = await planOf(db, source, wishes, isStored);
  const given = fromBinary(LiteralMapSchema, source.user_inputs);
  for (const [input, literal] of Object.entries(wishes.inputs?.literals ?? {})) given.literals[input] = literal;
  const request = recoverRequest(source, { name, inputs: given });
  if (request.spec && overwriteCache) request.spec.overwriteCache = true;
  return { request, sets };
}

/** An input that was a default, or is given with the value it had, has not changed. */
function changedIn(source: ExecutionRow, edits: LiteralMap | undefined): ReadonlySet<string> {
  const before = fromBinary(LiteralMapSchema, source.inputs).literals;
  const changed = Object.entries(edits?.literals ?? {}).filter(([name, literal]) => {
    const value = before[name];
    return value === undefined || !equals(LiteralSchema, value, literal);
  });
  return new Set(changed.map(([name]) => name));
}
