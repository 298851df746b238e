/**
 * Starting and ending executions (admin-api.md §3.1, §3.5): checks, one row in one transaction, then the run loop's turn.
 *
 * The row comes first: a launch that was answered is never lost, and a name is taken before anything runs under it.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { resolveInputs } from "@skein/compiler/admission";
import type { Breakpoint } from "@skein/engine/breakpoint";
import { localUser, schedulerUser } from "@skein/spec/execution-filter/users";
import { EventFailureReasonSchema } from "@skein/spec/gen/flyteidl/admin/event_pb";
import {
  type ExecutionCreateRequest,
  ExecutionMetadata_ExecutionMode,
  ExecutionMetadataSchema,
  type ExecutionSpec,
  ExecutionSpecSchema,
  SystemMetadataSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { Problem } from "@skein/spec/problem";
import type { Change, Database } from "../store/database.ts";
import { saveExecutionValues } from "../store/execution-values.ts";
import {
  findExecution,
  findExecutionById,
  findExecutionByKey,
  insertExecution,
  updateExecution,
} from "../store/executions.ts";
import { formatRerun, type RerunOf } from "../store/rerun-sets.ts";
import type { ExecutionRow, WorkflowRow } from "../store/tables.ts";
import { isExecutionEnd } from "../store/terminal.ts";
import { attributeConfigOf, attributeEffects } from "./attribute-effects.ts";
import { checkConcurrency } from "./concurrency-policy.ts";
import { type ConfigLayer, effectiveConfig } from "./execution-config.ts";
import { makeExecutionName } from "./execution-name.ts";
import { type CheckedLaunch, checkLaunch } from "./launch-checks.ts";
import { getLaunchTarget, type LaunchTarget } from "./launch-target.ts";
import { getExecution } from "./lookups.ts";
import { inheritFromParent, standardNesting } from "./parent-execution.ts";
import { DetailedProblem } from "./problem-detail.ts";
import { refuseFirst } from "./refuse-first.ts";
import { rememberRunnable } from "./runnable.ts";

/** Who runs executions once their row is committed. */
export interface Executor {
  start(executionId: number): void;
  /** Once the row says ABORTING. */
  abort(executionId: number, reason: string): void;
}

interface LaunchExtras extends RerunOf {
  readonly breakpointsIn?: (workflow: WorkflowRow) => readonly Breakpoint[];
}

export interface Launcher {
  /**
   * @param idempotencyKey the same key launches once, however often it is sent; empty for none
   * @param more.sets of an execution that recovers another: what it does not take over
   * @param more.overrides of a single-task execution that is a node of another: what the node sets for its task
   * @param more.breakpointsIn where it is to wait, told the workflow that will run
   * @returns the execution's row
   */
  launch(request: ExecutionCreateRequest, idempotencyKey?: string, more?: LaunchExtras): ExecutionRow;
  terminate(id: WorkflowExecutionIdentifier, cause: string): void;
}

class ExecutionExists extends Problem {
  readonly kind = "conflict";
}

class ExecutionAlreadyEnded extends DetailedProblem {
  readonly kind = "precondition";

  constructor(row: ExecutionRow) {
    const reason = { case: "alreadyInTerminalState" as const, value: { currentPhase: row.phase } };
    super(`Cannot abort an already terminated workflow execution: ${row.execution_name} is ${row.phase}`, {
      desc: EventFailureReasonSchema,
      value: create(EventFailureReasonSchema, { reason }),
    });
  }
}

export interface LauncherParts {
  readonly db: Database;
  readonly executor: Executor;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** How many levels of executions there may be inside one. */
  readonly maxNesting?: number;
}

export function openLauncher({ db, executor, now, maxNesting = standardNesting }: LauncherParts): Launcher {
  const requireRunnable = rememberRunnable();
  return {
    launch(request, idempotencyKey = "", more = {}) {
      const before = idempotencyKey === "" ? undefined : findExecutionByKey(db, idempotencyKey);
      if (before) return before;
      const checked = checkLaunch(db, request);
      const row = db.transaction((change) =>
        insertLaunch(db, change, checked, { idempotencyKey, more, maxNesting, now: now(), requireRunnable }),
      );
      executor.start(row.id);
      return row;
    },
    terminate(id, cause) {
      const row = getExecution(db, id);
      if (isExecutionEnd(row.phase)) throw new ExecutionAlreadyEnded(row);
      if (row.phase !== "ABORTING")
        db.transaction((change) =>
          updateExecution(db, change, row.id, {
            phase: "ABORTING",
            abort_cause: cause,
            abort_principal: localUser,
            updated_at: now(),
          }),
        );
      executor.abort(row.id, cause);
    },
  };
}

interface LaunchSettings {
  readonly idempotencyKey: string;
  readonly more: LaunchExtras;
  readonly maxNesting: number;
  readonly now: number;
  readonly requireRunnable: (workflow: WorkflowRow) => void;
}

function insertLaunch(
  db: Database,
  change: Change,
  launch: CheckedLaunch,
  { idempotencyKey, more, maxNesting, now, requireRunnable }: LaunchSettings,
): ExecutionRow {
  const target = getLaunchTarget(db, change, launch.target, now);
  const { inputs, diagnostics } = resolveInputs({
    expected: target.expected,
    fixed: target.fixed,
    given: launch.given,
  });
  refuseFirst(diagnostics);
  requireRunnable(target.workflow);
  checkConcurrency(db, launch.target, target.launchPlan?.spec);
  const source = sourceOf(db, launch.spec);
  const effects = attributeEffects(db, {
    project: launch.project,
    domain: launch.domain,
    workflow: target.launchPlan ? target.workflow.name : "",
  });
  const { spec, parentNodeId } = inheritFromParent(db, specOf(launch, target, attributeConfigOf(effects)), maxNesting);
  const name = launch.name === "" ? freeName(db, launch) : takeName(db, launch);

  const id = insertExecution(
    db,
    change,
    {
      execution_project: launch.project,
      execution_domain: launch.domain,
      execution_name: name,
      launch_plan_id: target.launchPlan?.id ?? null,
      workflow_id: target.workflow.id,
      task_id: target.taskId ?? null,
      launch_entity: target.taskId === undefined ? "" : "TASK",
      phase: "UNDEFINED",
      mode: spec.metadata?.mode ?? 0,
      user: userOf(db, spec),
      spec: toBinary(ExecutionSpecSchema, spec),
      inputs: bytesOf(inputs ?? launch.given),
      user_inputs: bytesOf(launch.given),
      source_execution_id: source?.id ?? null,
      parent_node_execution_id: parentNodeId ?? null,
      rerun: formatRerun(more),
      ...effects,
      state_changed_at: now,
      idempotency_key: idempotencyKey || null,
      breakpoints: JSON.stringify(more.breakpointsIn?.(target.workflow) ?? []),
      created_at: now,
      updated_at: now,
    },
    tagsOf(spec),
  );
  saveExecutionValues(db, id, "input", inputs ?? launch.given);
  return requireRow(db, id);
}

/** The execution it continues, which has to be there, whatever is made of it. */
function sourceOf(db: Database, { metadata }: ExecutionSpec): ExecutionRow | undefined {
  const reference = metadata?.referenceExecution;
  return reference && getExecution(db, reference);
}

/** A child is launched by whoever launched its parent. */
function userOf(db: Database, { metadata }: ExecutionSpec): string {
  const parent = metadata?.parentNodeExecution?.executionId;
  if (parent) return getExecution(db, parent).user;
  return metadata?.mode === ExecutionMetadata_ExecutionMode.SCHEDULED ? schedulerUser : localUser;
}

/** As asked for, with the metadata filled and what upstream resolves resolved; all else is echoed untouched. */
function specOf(
  { project, domain, spec }: CheckedLaunch,
  target: LaunchTarget,
  attributes: ConfigLayer | undefined,
): ExecutionSpec {
  const { maxParallelism, securityContext } = effectiveConfig(spec, target.launchPlan?.spec, attributes);
  return create(ExecutionSpecSchema, {
    ...spec,
    maxParallelism,
    ...(securityContext && { securityContext }),
    metadata: {
      ...(spec.metadata ?? create(ExecutionMetadataSchema)),
      // Nobody logs in: whatever a client calls its user, we do not know it. Flyte's API says so, as upstream's without
      // authentication; the row holds the one name there is, for the console.
      principal: "",
      systemMetadata: create(SystemMetadataSchema, { namespace: `${project}-${domain}` }),
    },
  });
}

const bytesOf = (map: LiteralMap): Uint8Array => toBinary(LiteralMapSchema, map);

function tagsOf(spec: ExecutionSpec): { key: string; value: string }[] {
  const labels = Object.entries(spec.labels?.values ?? {}).map(([key, value]) => ({ key, value }));
  return [...labels, ...spec.tags.map((key) => ({ key, value: "" }))];
}

function takeName(db: Database, { project, domain, name }: CheckedLaunch): string {
  if (findExecution(db, { project, domain, name }))
    throw new ExecutionExists(
      `execution ${name} already exists in project ${project}, domain ${domain}; launch it under another name`,
    );
  return name;
}

function freeName(db: Database, { project, domain }: CheckedLaunch): string {
  for (;;) {
    const name = makeExecutionName();
    if (!findExecution(db, { project, domain, name })) return name;
  }
}

function requireRow(db: Database, id: number): ExecutionRow {
  const row = findExecutionById(db, id);
  if (!row) throw new ExecutionVanished(`Execution row ${id} is gone right after it was written`);
  return row;
}

class ExecutionVanished extends Problem {
  readonly kind = "unavailable";
}
