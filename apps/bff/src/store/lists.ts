/** The queries behind upstream's list RPCs: a scope, then filters, order and page of the request. */
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { Database, Scope } from "./database.ts";
import { type ColumnsByEntity, type FilterEntity, toCondition } from "./filters.ts";
import { descriptionColumns, listColumns } from "./list-columns.ts";
import type { NamedEntityKey } from "./named-entities.ts";
import { type ListRequest, toOrder } from "./paging.ts";
import type {
  DescriptionEntityRow,
  ExecutionRow,
  LaunchPlanRow,
  NamedEntityRow,
  NodeExecutionRow,
  ProjectRow,
  SignalRow,
  TaskExecutionRow,
  TaskRow,
  WorkflowRow,
} from "./tables.ts";

/** Versions of a name, or of all names where it is empty. */
export interface NameScope extends Scope {
  readonly name: string;
}

export function listTasks(db: Database, scope: NameScope, request: ListRequest): TaskRow[] {
  const query = db.build.selectFrom("tasks").selectAll("tasks").where(inScope("tasks", scope));
  return db.all(paged(query, request, listColumns.tasks, "task", "tasks"));
}

export function listWorkflows(db: Database, scope: NameScope, request: ListRequest): WorkflowRow[] {
  const query = db.build.selectFrom("workflows").selectAll("workflows").where(inScope("workflows", scope));
  return db.all(paged(query, request, listColumns.workflows, "workflow", "workflows"));
}

export function listLaunchPlans(
  db: Database,
  scope: NameScope,
  request: ListRequest,
  { onlyActive = false } = {},
): LaunchPlanRow[] {
  const query = db.build
    .selectFrom("launch_plans")
    .innerJoin("workflows", "workflows.id", "launch_plans.workflow_id")
    .selectAll("launch_plans")
    .where(inScope("launch_plans", scope))
    .$if(onlyActive, (active) => active.where("launch_plans.state", "=", 1));
  return db.all(paged(query, request, listColumns.launchPlans, "launch_plan", "launch_plans"));
}

/** Archived ones only where a filter names `state`. In no order they come as they were created. */
export function listExecutions(db: Database, { project, domain }: Scope, request: ListRequest): ExecutionRow[] {
  const isTag = ({ entity }: { entity: FilterEntity }) => entity.endsWith("_tag");
  const tagFilters = request.filters.filter(isTag);
  const filters = request.filters.filter((each) => !isTag(each));
  const namesState = filters.some((each) => each.entity === "execution" && each.field === "state");
  const matching = db.build
    .selectFrom("executions")
    .leftJoin("workflows", "workflows.id", "executions.workflow_id")
    .leftJoin("launch_plans", "launch_plans.id", "executions.launch_plan_id")
    .leftJoin("tasks", "tasks.id", "executions.task_id")
    .select("executions.id")
    .where("executions.execution_project", "=", project)
    .where("executions.execution_domain", "=", domain)
    .$if(!namesState, (visible) => visible.where("executions.state", "=", 0))
    .$if(tagFilters.length > 0, (tagged) => {
      const conditions = tagFilters.map((each) => toCondition(each, listColumns.executions));
      return tagged.where(
        sql<SqlBool>`executions.id in (select execution_tags.execution_id from execution_tags where ${sql.join(conditions, sql` and `)})`,
      );
    });
  const sort = request.sort ?? { key: "created_at", isAscending: true };
  const filtered = { ...request, filters, sort };
  // Only ids are sorted: rows are wide, and the ones on other pages are not looked at.
  const ids = paged(matching, filtered, listColumns.executions, "execution", "executions");
  const page = db.build.selectFrom("executions").selectAll("executions").where("executions.id", "in", ids);
  return db.all(ordered(page, filtered, listColumns.executions, "execution", "executions"));
}

/** Nodes of one level: the children of `parentId`, or the top level. */
export function listNodeExecutions(
  db: Database,
  { executionId, parentId }: { readonly executionId: number; readonly parentId: number | undefined },
  request: ListRequest,
): NodeExecutionRow[] {
  const query = db.build
    .selectFrom("node_executions")
    .innerJoin("executions", "executions.id", "node_executions.execution_id")
    .selectAll("node_executions")
    .where("node_executions.execution_id", "=", executionId)
    .where((each) =>
      // Two conditions, of which only the second one can use the index.
      parentId === undefined
        ? each("node_executions.parent_id", "is", null)
        : each("node_executions.parent_id", "=", parentId),
    );
  return db.all(paged(query, request, listColumns.nodeExecutions, "node_execution", "node_executions"));
}

export function listTaskExecutions(db: Database, nodeExecutionId: number, request: ListRequest): TaskExecutionRow[] {
  const query = db.build
    .selectFrom("task_executions")
    .innerJoin("executions", "executions.id", "task_executions.execution_id")
    .innerJoin("node_executions", "node_executions.id", "task_executions.node_execution_id")
    .leftJoin("tasks", (on) =>
      on
        .onRef("tasks.project", "=", "task_executions.project")
        .onRef("tasks.domain", "=", "task_executions.domain")
        .onRef("tasks.name", "=", "task_executions.name")
        .onRef("tasks.version", "=", "task_executions.version"),
    )
    .selectAll("task_executions")
    .where("task_executions.node_execution_id", "=", nodeExecutionId);
  return db.all(paged(query, request, listColumns.taskExecutions, "task_execution", "task_executions"));
}

export function listSignals(db: Database, executionId: number, request: ListRequest): SignalRow[] {
  const query = db.build
    .selectFrom("signals")
    .innerJoin("executions", "executions.id", "signals.execution_id")
    .selectAll("signals")
    .where("signals.execution_id", "=", executionId);
  return db.all(paged(query, request, listColumns.signals, "signal", "signals"));
}

/** Archived ones only where a filter is given. */
export function listProjects(db: Database, request: ListRequest): ProjectRow[] {
  const query = db.build
    .selectFrom("projects")
    .selectAll("projects")
    .$if(request.filters.length === 0, (visible) => visible.where("projects.state", "=", 0));
  const sort = request.sort ?? { key: "identifier", isAscending: true };
  return db.all(paged(query, { ...request, sort }, listColumns.projects, "project", "projects"));
}

/** What was written about the versions of one name; `primary` is what its filters call an entity of its kind. */
export function listDescriptions(
  db: Database,
  { project, domain, name, resource_type }: NamedEntityKey,
  request: ListRequest,
  primary: FilterEntity,
): DescriptionEntityRow[] {
  const query = db.build
    .selectFrom("description_entities")
    .selectAll("description_entities")
    .where("resource_type", "=", resource_type)
    .where("project", "=", project)
    .where("domain", "=", domain)
    .where("name", "=", name);
  return db.all(paged(query, request, descriptionColumns(primary), primary, "description_entities"));
}

export type EntityTable = "tasks" | "workflows" | "launch_plans";

/** Names that have a version, each with what is known of it. Generated ones only where a filter is given, or asked for. */
export function listNamedEntities(
  db: Database,
  table: EntityTable,
  { project, domain, resource_type }: Omit<NamedEntityKey, "name">,
  request: ListRequest,
  { withGenerated = request.filters.length > 0 } = {},
): NamedEntityRow[] {
  const names = sql<Omit<NamedEntityRow, "description" | "state">>`(
    select distinct ${resource_type} as resource_type, project, domain, name from ${sql.table(table)}
    where project = ${project} and domain = ${domain}
  )`;
  const query = db.build
    .selectFrom(names.as("names"))
    .leftJoin("named_entities", (on) =>
      on
        .on("named_entities.resource_type", "=", resource_type)
        .onRef("named_entities.project", "=", "names.project")
        .onRef("named_entities.domain", "=", "names.domain")
        .onRef("named_entities.name", "=", "names.name"),
    )
    .selectAll("names")
    .select([
      sql<string>`coalesce(named_entities.description, '')`.as("description"),
      sql<number>`coalesce(named_entities.state, 0)`.as("state"),
    ])
    .$if(!withGenerated, (own) => own.where(sql<SqlBool>`names.name not like '.flytegen.%'`));
  const order = toOrder(request, listColumns.namedEntities, "entities");
  return db.all(
    query
      .where(allOf(request, listColumns.namedEntities))
      .orderBy(order ?? sql`names.name asc`)
      .orderBy(sql`names.name asc`)
      .limit(request.limit)
      .offset(request.offset),
  );
}

function inScope(table: EntityTable, { project, domain, name }: NameScope): RawBuilder<SqlBool> {
  const column = (field: string) => sql.ref(`${table}.${field}`);
  const scope = sql<SqlBool>`${column("project")} = ${project} and ${column("domain")} = ${domain}`;
  return name === "" ? scope : sql<SqlBool>`${scope} and ${column("name")} = ${name}`;
}

function paged<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  request: ListRequest,
  columns: ColumnsByEntity,
  primary: FilterEntity,
  table: string,
): SelectQueryBuilder<DB, TB, O> {
  return ordered(query.where(allOf(request, columns)), request, columns, primary, table)
    .limit(request.limit)
    .offset(request.offset);
}

/** As the request asks; the row's id decides between equals. */
function ordered<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  request: ListRequest,
  columns: ColumnsByEntity,
  primary: FilterEntity,
  table: string,
): SelectQueryBuilder<DB, TB, O> {
  const order = toOrder(request, columns, primary);
  const id = sql.ref(`${table}.id`);
  const isDescending = request.sort !== undefined && !request.sort.isAscending;
  return (order ? query.orderBy(order) : query).orderBy(isDescending ? sql`${id} desc` : sql`${id} asc`);
}

function allOf({ filters }: ListRequest, columns: ColumnsByEntity): RawBuilder<SqlBool> {
  if (filters.length === 0) return sql<SqlBool>`true`;
  return sql<SqlBool>`${sql.join(
    filters.map((each) => toCondition(each, columns)),
    sql` and `,
  )}`;
}
