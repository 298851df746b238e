/** Which columns each of upstream's lists may be filtered and sorted by (admin-api.md §4.1). */
import { sql } from "kysely";
import { type Columns, type ColumnsByEntity, duration, type FilterEntity, number, text, time } from "./filters.ts";

const nothing = { kind: "text", sql: sql`NULL` } as const;

/** Columns of every table. Nothing is ever deleted, so `deleted_at` is never set. */
const row = (table: string): Columns => ({
  id: number(`${table}.id`),
  created_at: time(`${table}.created_at`),
  deleted_at: nothing,
});

const named = (table: string): Columns => ({
  project: text(`${table}.project`),
  domain: text(`${table}.domain`),
  name: text(`${table}.name`),
  version: text(`${table}.version`),
});

const task: Columns = {
  ...row("tasks"),
  ...named("tasks"),
  updated_at: time("tasks.created_at"),
  type: text("tasks.type"),
  short_description: text("tasks.short_description"),
};

const workflow: Columns = {
  ...row("workflows"),
  ...named("workflows"),
  updated_at: time("workflows.created_at"),
  short_description: text("workflows.short_description"),
};

const description: Columns = {
  ...row("description_entities"),
  ...named("description_entities"),
  updated_at: time("description_entities.created_at"),
  short_description: text("description_entities.short_description"),
};

const launchPlan: Columns = {
  ...row("launch_plans"),
  ...named("launch_plans"),
  updated_at: time("launch_plans.updated_at"),
  workflow_id: number("launch_plans.workflow_id"),
  state: number("launch_plans.state"),
  schedule_type: text("launch_plans.schedule_type"),
  launch_condition_type: { kind: "text", sql: sql`iif(launch_plans.schedule_type = 'NONE', NULL, 'SCHED')` },
};

const executionNames: Columns = {
  execution_project: text("executions.execution_project"),
  execution_domain: text("executions.execution_domain"),
  execution_name: text("executions.execution_name"),
};

const execution: Columns = {
  ...row("executions"),
  ...executionNames,
  updated_at: time("executions.updated_at"),
  launch_plan_id: number("executions.launch_plan_id"),
  workflow_id: number("executions.workflow_id"),
  task_id: number("executions.task_id"),
  phase: text("executions.phase"),
  started_at: time("executions.started_at"),
  execution_created_at: time("executions.created_at"),
  execution_updated_at: time("executions.updated_at"),
  duration: duration("executions.duration_ms"),
  abort_cause: text("executions.abort_cause"),
  mode: number("executions.mode"),
  source_execution_id: number("executions.source_execution_id"),
  parent_node_execution_id: number("executions.parent_node_execution_id"),
  cluster: nothing,
  error_kind: text("executions.error_kind"),
  error_code: text("executions.error_code"),
  user: text("executions.user"),
  state: number("executions.state"),
  launch_entity: text("executions.launch_entity"),
};

/** Inside `in (select … from execution_tags where …)`: all of one request apply to the same tag. */
const tag: Columns = {
  ...executionNames,
  key: text("execution_tags.key"),
  name: text("execution_tags.key"),
  value: text("execution_tags.value"),
};

const nodeExecution: Columns = {
  ...row("node_executions"),
  ...executionNames,
  updated_at: time("node_executions.updated_at"),
  node_id: text("node_executions.node_id"),
  phase: text("node_executions.phase"),
  input_uri: text("node_executions.input_uri"),
  started_at: time("node_executions.started_at"),
  node_execution_created_at: time("node_executions.created_at"),
  node_execution_updated_at: time("node_executions.updated_at"),
  duration: duration("node_executions.duration_ms"),
  parent_id: number("node_executions.parent_id"),
  parent_task_execution_id: nothing,
  error_kind: text("node_executions.error_kind"),
  error_code: text("node_executions.error_code"),
  cache_status: text("node_executions.cache_status"),
};

const taskExecution: Columns = {
  ...row("task_executions"),
  ...named("task_executions"),
  ...executionNames,
  updated_at: time("task_executions.updated_at"),
  node_id: text("node_executions.node_id"),
  retry_attempt: number("task_executions.retry_attempt"),
  phase: text("task_executions.phase"),
  phase_version: number("task_executions.phase_version"),
  input_uri: text("task_executions.input_uri"),
  started_at: time("task_executions.started_at"),
  task_execution_created_at: time("task_executions.created_at"),
  task_execution_updated_at: time("task_executions.updated_at"),
  duration: duration("task_executions.duration_ms"),
};

const signal: Columns = {
  ...row("signals"),
  ...executionNames,
  updated_at: time("signals.updated_at"),
  signal_id: text("signals.signal_id"),
};

const project: Columns = {
  ...row("projects"),
  updated_at: time("projects.updated_at"),
  identifier: text("projects.identifier"),
  name: text("projects.name"),
  description: text("projects.description"),
  state: number("projects.state"),
  labels: text("projects.labels"),
};

/** Of a query that names its columns so; a name without metadata has state 0. */
const namedEntity: Columns = {
  resource_type: number("names.resource_type"),
  project: text("names.project"),
  domain: text("names.domain"),
  name: text("names.name"),
  description: { kind: "text", sql: sql`coalesce(named_entities.description, '')` },
  state: { kind: "number", sql: sql`coalesce(named_entities.state, 0)` },
};

export const listColumns = {
  tasks: { task },
  workflows: { workflow },
  launchPlans: { launch_plan: launchPlan, workflow },
  executions: {
    execution,
    launch_plan: launchPlan,
    workflow,
    task,
    execution_tag: tag,
    admin_tag: tag,
    execution_admin_tag: tag,
  },
  nodeExecutions: { node_execution: nodeExecution, execution },
  taskExecutions: { task_execution: taskExecution, task, execution, node_execution: nodeExecution },
  projects: { project },
  signals: { signal, execution },
  namedEntities: { entities: namedEntity, named_entity_metadata: namedEntity },
} as const satisfies Record<string, ColumnsByEntity>;

/** Filters call a description by what it is of: `task`, `workflow` or `launch_plan`. */
export const descriptionColumns = (of: FilterEntity): ColumnsByEntity => ({ [of]: description });
