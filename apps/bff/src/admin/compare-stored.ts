/** A draft beside what the store has under its name: new, the same, a new version, or in conflict. */
import { create, type DescMessage, fromBinary, type MessageShape } from "@bufbuild/protobuf";
import {
  type LaunchPlan,
  LaunchPlanClosureSchema,
  LaunchPlanSchema,
  LaunchPlanSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import {
  type CompiledTask,
  CompiledTaskSchema,
  type CompiledWorkflowClosure,
  CompiledWorkflowClosureSchema,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Database } from "../store/database.ts";
import { findLaunchPlan, findNewestLaunchPlan } from "../store/launch-plans.ts";
import type { LaunchPlanRow, TaskRow, WorkflowRow } from "../store/tables.ts";
import { findNewestTask, findTask } from "../store/tasks.ts";
import { findNewestWorkflow, findWorkflow } from "../store/workflows.ts";
import { digestOf, isSameDigest } from "./stored-structure.ts";
import { type Difference, findDifferences } from "./structure-diff.ts";

export interface Comparison {
  /** No version of this name; this very version, the same; other versions; this version, with other content. */
  readonly change: "new" | "same" | "changed" | "conflict";
  /** From the version in conflict, or from the newest one. */
  readonly differences: readonly Difference[];
}

export function compareTask(db: Database, id: Identifier, compiled: CompiledTask): Comparison {
  const read = (row: TaskRow) => fromBinary(CompiledTaskSchema, row.closure);
  return compare(CompiledTaskSchema, compiled, findTask(db, id), () => findNewestTask(db, id), read);
}

export function compareWorkflow(db: Database, id: Identifier, closure: CompiledWorkflowClosure): Comparison {
  const read = (row: WorkflowRow) => fromBinary(CompiledWorkflowClosureSchema, row.closure);
  return compare(CompiledWorkflowClosureSchema, closure, findWorkflow(db, id), () => findNewestWorkflow(db, id), read);
}

export function compareLaunchPlan(db: Database, id: Identifier, launchPlan: LaunchPlan): Comparison {
  return compare(
    LaunchPlanSchema,
    launchPlan,
    findLaunchPlan(db, id),
    () => findNewestLaunchPlan(db, id),
    readLaunchPlan,
  );
}

function readLaunchPlan(row: LaunchPlanRow): LaunchPlan {
  const { project, domain, name, version } = row;
  return create(LaunchPlanSchema, {
    id: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version },
    spec: fromBinary(LaunchPlanSpecSchema, row.spec),
    closure: fromBinary(LaunchPlanClosureSchema, row.closure),
  });
}

function compare<Schema extends DescMessage, Row extends { readonly digest: Uint8Array }>(
  schema: Schema,
  given: MessageShape<Schema>,
  stored: Row | undefined,
  findNewest: () => Row | undefined,
  read: (row: Row) => MessageShape<Schema>,
): Comparison {
  if (stored && isSameDigest(stored.digest, digestOf(schema, given))) return { change: "same", differences: [] };
  if (stored) return { change: "conflict", differences: findDifferences(schema, read(stored), given) };
  const newest = findNewest();
  if (!newest) return { change: "new", differences: [] };
  const differences = findDifferences(schema, read(newest), given);
  // Another version is another version everywhere: only what else differs is news.
  return { change: "changed", differences: differences.filter(({ path }) => !path.endsWith("/version")) };
}
