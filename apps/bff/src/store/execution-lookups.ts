/** What a list of executions needs beside its rows: names of what they refer to, figures of what they used. */
import type { Database } from "./database.ts";
import { idList } from "./id-list.ts";
import type { EntityName, ExecutionName } from "./identity.ts";
import type { ExecutionRow, TaskExecutionRow } from "./tables.ts";

export interface EntityNames {
  readonly workflows: ReadonlyMap<number, { readonly name: EntityName; readonly nodeCount: number }>;
  readonly launchPlans: ReadonlyMap<number, EntityName>;
  readonly tasks: ReadonlyMap<number, EntityName>;
}

/** The workflows, launch plans and tasks that these executions are of, by row id. */
export function entityNamesOf(db: Database, rows: readonly ExecutionRow[]): EntityNames {
  const workflows = db.all(
    db.build
      .selectFrom("workflows")
      .select(["id", "project", "domain", "name", "version", "node_count"])
      .where("id", "in", idList(rows.map((row) => row.workflow_id))),
  );
  return {
    workflows: new Map(workflows.map((row) => [row.id, { name: nameOf(row), nodeCount: row.node_count }])),
    launchPlans: namesIn(
      db,
      "launch_plans",
      rows.flatMap((row) => row.launch_plan_id ?? []),
    ),
    tasks: namesIn(
      db,
      "tasks",
      rows.flatMap((row) => row.task_id ?? []),
    ),
  };
}

function namesIn(db: Database, table: "launch_plans" | "tasks", ids: readonly number[]): Map<number, EntityName> {
  if (ids.length === 0) return new Map();
  const rows = db.all(
    db.build.selectFrom(table).select(["id", "project", "domain", "name", "version"]).where("id", "in", idList(ids)),
  );
  return new Map(rows.map((row) => [row.id, nameOf(row)]));
}

/** Names of executions by row id. */
export function executionNamesOf(db: Database, ids: readonly number[]): ReadonlyMap<number, ExecutionName> {
  if (ids.length === 0) return new Map();
  const rows = db.all(
    db.build
      .selectFrom("executions")
      .select(["id", "execution_project as project", "execution_domain as domain", "execution_name as name"])
      .where("id", "in", idList(ids)),
  );
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}

/** The figures of all ended attempts of these executions. */
export function usageOfExecutions(
  db: Database,
  ids: readonly number[],
): Pick<TaskExecutionRow, "execution_id" | "cpu_seconds" | "peak_memory_bytes" | "wall_ms" | "ended_at">[] {
  if (ids.length === 0) return [];
  return db.all(
    db.build
      .selectFrom("task_executions")
      .select((each) => [
        "execution_id",
        each.fn.sum<number | null>("cpu_seconds").as("cpu_seconds"),
        each.fn.max("peak_memory_bytes").as("peak_memory_bytes"),
        each.fn.sum<number | null>("wall_ms").as("wall_ms"),
        each.fn.max("ended_at").as("ended_at"),
      ])
      .where("execution_id", "in", idList(ids))
      .where("ended_at", "is not", null)
      .groupBy("execution_id"),
  );
}

const nameOf = ({ project, domain, name, version }: EntityName): EntityName => ({ project, domain, name, version });
