/**
 * A run in memory: the engine's state of one execution and what its commands need to be carried out.
 *
 * Rebuilt from the journal whenever it is needed, never stored. Plans are shared by the executions of a workflow
 * version for as long as one of them lives.
 */
import { fromBinary } from "@bufbuild/protobuf";
import type { Breakpoint } from "@skein/engine/breakpoint";
import { makePlan } from "@skein/engine/make-plan";
import type { Plan } from "@skein/engine/plan";
import type { RecoveryOptions } from "@skein/engine/recovery";
import { createRun, type Run, type TaskKey, type Uri } from "@skein/engine/run";
import { step } from "@skein/engine/step";
import { ExecutionMetadata_ExecutionMode, ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { TaskResourceAttributes } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { Problem } from "@skein/spec/problem";
import { attributeConfigOf, attributeResourcesOf } from "../admin/attribute-effects.ts";
import { type ExecutionConfig, effectiveConfig } from "../admin/execution-config.ts";
import { metadataPrefix, rawOutputPrefix } from "../blobs/prefixes.ts";
import type { Database } from "../store/database.ts";
import { breakpointsOf, findExecutionById } from "../store/executions.ts";
import { readEvents } from "../store/journal.ts";
import { findLaunchPlanById } from "../store/launch-plans.ts";
import { parseRerun } from "../store/rerun-sets.ts";
import type { ExecutionRow } from "../store/tables.ts";
import { findWorkflowById } from "../store/workflows.ts";
import { type DynamicClosures, type Templates, templatesOf } from "./dynamic-closures.ts";

export interface LiveRun {
  readonly id: number;
  readonly name: Pick<TaskKey, "project" | "domain" | "execution">;
  readonly run: Run;
  /** The number of the next journal entry. */
  next: number;
  /** Of the workflow; those of dynamic workflows are in their own closures. */
  readonly templates: Templates;
  /** `<project>:<domain>:<workflow name>`. */
  readonly workflow: string;
  /** The execution's own environment variables. */
  readonly env: ReadonlyMap<string, string>;
  /** What the project sets for tasks that do not say, and at most. */
  readonly platformResources: TaskResourceAttributes | undefined;
  /** core.LiteralMap in binary: what start-node passes on. */
  readonly inputs: Uint8Array;
  /** The execution that it recovers. */
  readonly source: { readonly id: number; readonly rawOutputPrefix: Uri } | undefined;
  /** Those it was launched with: set before it starts. */
  readonly breakpoints: readonly Breakpoint[];
}

interface Prepared {
  readonly workflow: string;
  readonly plan: Plan;
  readonly templates: Templates;
}

class ExecutionGone extends Problem {
  readonly kind = "notFound";
}

/** Loads executions; shares what they have in common. */
export function openLoader(db: Database, closures: DynamicClosures): (executionId: number) => LiveRun {
  const known = new Map<number, WeakRef<Prepared>>();

  function prepare(workflowId: number): Prepared {
    const found = known.get(workflowId)?.deref();
    if (found) return found;
    const row = findWorkflowById(db, workflowId);
    if (!row) throw new ExecutionGone(`Workflow row ${workflowId}, which an execution refers to, is not in the store`);
    const closure = fromBinary(CompiledWorkflowClosureSchema, row.closure);
    const prepared = { workflow: row.name, plan: makePlan(closure), templates: templatesOf(closure.tasks) };
    for (const [id, reference] of known) if (!reference.deref()) known.delete(id);
    known.set(workflowId, new WeakRef(prepared));
    return prepared;
  }

  return (executionId) => {
    const row = findExecutionById(db, executionId);
    if (!row) throw new ExecutionGone(`Execution row ${executionId} is not in the store`);
    const live = liveRun(db, row, prepare(row.workflow_id), closures);
    for (const event of readEvents(db, executionId)) {
      step(live.run, event);
      live.next += 1;
    }
    return live;
  };
}

function liveRun(
  db: Database,
  row: ExecutionRow,
  { plan, templates, workflow }: Prepared,
  closures: DynamicClosures,
): LiveRun {
  const name = nameOf(row);
  const config = configOf(db, row);
  const source = sourceOf(db, row);
  const rerun = parseRerun(row.rerun);
  const recovery: RecoveryOptions | undefined = source && {
    source: source.execution_name,
    ...rerun.sets,
  };
  return {
    id: row.id,
    name,
    run: createRun({
      ...name,
      plan: withOverrides(plan, rerun.overrides),
      dynamicPlan: closures.plan,
      maxParallelism: config.maxParallelism,
      metadataPrefix,
      overwriteCache: config.overwriteCache,
      rawOutputPrefix: rawOutputOf(row, config),
      ...(recovery && { recovery }),
      ...(config.interruptible === undefined ? {} : { interruptible: config.interruptible }),
    }),
    next: 0,
    templates,
    workflow: `${name.project}:${name.domain}:${workflow}`,
    env: config.envs,
    platformResources: attributeResourcesOf(row),
    inputs: row.inputs,
    source: source && { id: source.id, rawOutputPrefix: rawOutputOf(source, configOf(db, source)) },
    breakpoints: breakpointsOf(row),
  };
}

/** A single-task execution that is a node of another, run by itself: its task is what that node made of it. */
function withOverrides(plan: Plan, overrides: TaskNodeOverrides | undefined): Plan {
  if (overrides === undefined) return plan;
  const nodes = plan.root.nodes.map((node) =>
    node.target.kind === "task" ? { ...node, target: { ...node.target, overrides } } : node,
  );
  return { root: { ...plan.root, nodes } };
}

function configOf(db: Database, row: ExecutionRow): ExecutionConfig {
  const launchPlan = row.launch_plan_id === null ? undefined : findLaunchPlanById(db, row.launch_plan_id);
  return effectiveConfig(
    fromBinary(ExecutionSpecSchema, row.spec),
    launchPlan && fromBinary(LaunchPlanSpecSchema, launchPlan.spec),
    attributeConfigOf(row),
  );
}

function rawOutputOf(row: ExecutionRow, config: ExecutionConfig): Uri {
  return config.rawOutputPrefix || rawOutputPrefix(nameOf(row));
}

/** Any launch may refer to another execution; only one of this mode takes over what that has finished. */
function sourceOf(db: Database, row: ExecutionRow): ExecutionRow | undefined {
  if (row.mode !== ExecutionMetadata_ExecutionMode.RECOVERED || row.source_execution_id === null) return undefined;
  return findExecutionById(db, row.source_execution_id);
}

const nameOf = (row: ExecutionRow): LiveRun["name"] => ({
  project: row.execution_project,
  domain: row.execution_domain,
  execution: row.execution_name,
});
