/**
 * The shape of the database as migrations/ leaves it: what a row is, column by column.
 *
 * Columns hold what is filtered, sorted or counted, in plain values (times in UTC milliseconds, phases by name);
 * flyteidl messages are blobs. Comments on the columns stand in the migrations.
 */

import type { HoldSide } from "@skein/engine/breakpoint";
import type { CacheRecord, ExecutionPhaseName, NodePhaseName, TaskPhaseName } from "@skein/engine/record";
import type { ErrorKind } from "@skein/engine/run";
import type { ColumnType, Generated, Insertable, Selectable } from "kysely";

/** Read as a Buffer, written as any bytes. */
type Blob = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
type NullableBlob = ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

interface EntityColumns {
  id: Generated<number>;
  project: string;
  domain: string;
  name: string;
  version: string;
  digest: Blob;
  closure: Blob;
  created_at: number;
}

interface ProjectsTable {
  id: Generated<number>;
  identifier: string;
  name: string;
  description: string;
  labels: string;
  state: Generated<number>;
  created_at: number;
  updated_at: number;
}

interface TasksTable extends EntityColumns {
  type: string;
  short_description: string;
}

interface WorkflowsTable extends EntityColumns {
  short_description: string;
  typed_interface: Blob;
  node_count: number;
}

interface LaunchPlansTable extends EntityColumns {
  workflow_id: number;
  state: Generated<number>;
  schedule_type: "NONE" | "CRON" | "RATE";
  spec: Blob;
  updated_at: number;
}

interface NamedEntitiesTable {
  resource_type: number;
  project: string;
  domain: string;
  name: string;
  description: string;
  state: number;
}

interface DescriptionEntitiesTable {
  id: Generated<number>;
  resource_type: number;
  project: string;
  domain: string;
  name: string;
  version: string;
  short_description: string;
  description: Blob;
  created_at: number;
}

interface SchedulesTable {
  launch_plan_id: number;
  fired_until: number;
}

interface MatchableAttributesTable {
  id: Generated<number>;
  resource_type: number;
  project: string;
  domain: string;
  workflow: string;
  attributes: Blob;
  created_at: number;
  updated_at: number;
}

/** `UNDEFINED` is an execution at birth: its row exists and nothing has run. */
export type StoredExecutionPhase = ExecutionPhaseName | "UNDEFINED";

export interface ExecutionsTable {
  id: Generated<number>;
  execution_project: string;
  execution_domain: string;
  execution_name: string;
  launch_plan_id: Optional<number>;
  workflow_id: number;
  task_id: Optional<number>;
  launch_entity: string;
  phase: StoredExecutionPhase;
  mode: number;
  user: string;
  spec: Blob;
  inputs: Blob;
  user_inputs: Blob;
  outputs_uri: Optional<string>;
  error: NullableBlob;
  error_kind: Optional<ErrorKind>;
  error_code: Optional<string>;
  error_node: Optional<string>;
  abort_cause: Optional<string>;
  abort_principal: Optional<string>;
  source_execution_id: Optional<number>;
  parent_node_execution_id: Optional<number>;
  rerun: Optional<string>;
  state: Generated<number>;
  state_changed_at: number;
  idempotency_key: Optional<string>;
  breakpoints: Generated<string>;
  created_at: number;
  started_at: Optional<number>;
  updated_at: number;
  ended_at: Optional<number>;
  duration_ms: Optional<number>;
  seq: number;
  attribute_config: NullableBlob;
  attribute_resources: NullableBlob;
}

interface SavedViewsTable {
  project: string;
  domain: string;
  name: string;
  query: string;
  sort: string;
  columns: string;
}

interface ExecutionTagsTable {
  execution_id: number;
  key: string;
  value: string;
}

interface ExecutionValuesTable {
  execution_id: number;
  side: "input" | "output";
  name: string;
  text: string;
  number: Optional<number>;
}

/** core.CatalogCacheStatus by name. */
type CacheStatusName = CacheRecord["status"];

interface NodeExecutionsTable {
  id: Generated<number>;
  execution_id: number;
  node_id: string;
  spec_node_id: string;
  path: string;
  parent_id: Optional<number>;
  retry_group: string;
  is_parent: number;
  phase: NodePhaseName;
  attempt: number;
  max_attempts: number;
  reason: Generated<string>;
  held: Generated<"" | HoldSide>;
  input_uri: Optional<string>;
  output_uri: Optional<string>;
  error: NullableBlob;
  error_kind: Optional<ErrorKind>;
  error_code: Optional<string>;
  cache_status: Optional<CacheStatusName>;
  catalog_key: NullableBlob;
  recovered_from: Optional<string>;
  is_array: Generated<number>;
  array_counts: Optional<string>;
  created_at: number;
  queued_at: Optional<number>;
  started_at: Optional<number>;
  updated_at: number;
  ended_at: Optional<number>;
  duration_ms: Optional<number>;
  seq: number;
  is_dynamic: Generated<number>;
  is_in_dynamic_chain: Generated<number>;
}

interface DynamicClosuresTable {
  id: Generated<number>;
  digest: string;
  closure: Blob;
  node_count: number;
}

interface DynamicWorkflowsTable {
  execution_id: number;
  node_id: string;
  attempt: number;
  digest: string;
  futures_uri: string;
}

interface NodeCountsTable {
  execution_id: number;
  phase: NodePhaseName;
  count: number;
}

interface TaskExecutionsTable {
  id: Generated<number>;
  execution_id: number;
  node_execution_id: number;
  project: string;
  domain: string;
  name: string;
  version: string;
  retry_attempt: number;
  task_type: string;
  phase: TaskPhaseName;
  phase_version: number;
  history: string;
  generated_name: string;
  interruptible: number;
  input_uri: Optional<string>;
  output_uri: Optional<string>;
  error: NullableBlob;
  error_kind: Optional<ErrorKind>;
  error_code: Optional<string>;
  facts: Optional<string>;
  cpu_seconds: Optional<number>;
  peak_memory_bytes: Optional<number>;
  wall_ms: Optional<number>;
  log_bytes: Generated<number>;
  created_at: number;
  started_at: Optional<number>;
  updated_at: number;
  ended_at: Optional<number>;
  duration_ms: Optional<number>;
}

interface SubNodesTable {
  node_execution_id: number;
  array_attempt: number;
  item: number;
  attempt: number;
  is_newest: Generated<number>;
  phase: TaskPhaseName;
  error: NullableBlob;
  cache_status: Optional<CacheStatusName>;
  facts: Optional<string>;
  cpu_seconds: Optional<number>;
  peak_memory_bytes: Optional<number>;
  wall_ms: Optional<number>;
  log_bytes: Generated<number>;
  created_at: number;
  started_at: Optional<number>;
  ended_at: Optional<number>;
}

interface JournalTable {
  execution_id: number;
  number: number;
  at: number;
  event: string;
  records: string;
}

interface ObjectsTable {
  key: string;
  identity: string;
  etag: string;
  headers: string;
}

interface KeptObjectsTable {
  uri: string;
  hash: Blob;
}

interface ContentsTable {
  hash: Blob;
  bytes: Blob;
}

interface SignalsTable {
  id: Generated<number>;
  execution_id: number;
  signal_id: string;
  type: Blob;
  value: NullableBlob;
  created_at: number;
  updated_at: number;
}

interface CacheDatasetsTable {
  id: Generated<number>;
  project: string;
  domain: string;
  name: string;
  version: string;
  task: string;
  created_at: number;
}

interface CacheArtifactsTable {
  id: Generated<number>;
  dataset_id: number;
  tag: string;
  artifact_id: string;
  outputs_uri: string;
  source_project: string;
  source_domain: string;
  source_execution: string;
  source_node: string;
  source_attempt: number;
  created_at: number;
  updated_at: number;
}

interface CacheReservationsTable {
  project: string;
  domain: string;
  name: string;
  version: string;
  tag: string;
  execution_id: number;
  node_id: string;
  reserved_at: number;
}

export interface Tables {
  meta: { key: string; value: string };
  projects: ProjectsTable;
  tasks: TasksTable;
  workflows: WorkflowsTable;
  launch_plans: LaunchPlansTable;
  named_entities: NamedEntitiesTable;
  description_entities: DescriptionEntitiesTable;
  matchable_attributes: MatchableAttributesTable;
  schedules: SchedulesTable;
  executions: ExecutionsTable;
  saved_views: SavedViewsTable;
  execution_tags: ExecutionTagsTable;
  execution_values: ExecutionValuesTable;
  node_executions: NodeExecutionsTable;
  node_counts: NodeCountsTable;
  task_executions: TaskExecutionsTable;
  dynamic_closures: DynamicClosuresTable;
  dynamic_workflows: DynamicWorkflowsTable;
  sub_nodes: SubNodesTable;
  journal: JournalTable;
  signals: SignalsTable;
  objects: ObjectsTable;
  kept_objects: KeptObjectsTable;
  contents: ContentsTable;
  cache_datasets: CacheDatasetsTable;
  cache_artifacts: CacheArtifactsTable;
  cache_reservations: CacheReservationsTable;
}

export type ProjectRow = Selectable<ProjectsTable>;
export type TaskRow = Selectable<TasksTable>;
export type NewTask = Insertable<TasksTable>;
export type WorkflowRow = Selectable<WorkflowsTable>;
export type NewWorkflow = Insertable<WorkflowsTable>;
export type LaunchPlanRow = Selectable<LaunchPlansTable>;
export type NewLaunchPlan = Insertable<LaunchPlansTable>;
export type NamedEntityRow = Selectable<NamedEntitiesTable>;
export type ScheduleRow = Selectable<SchedulesTable>;
export type MatchableAttributesRow = Selectable<MatchableAttributesTable>;
export type DescriptionEntityRow = Selectable<DescriptionEntitiesTable>;
export type ExecutionRow = Selectable<ExecutionsTable>;
export type NewExecution = Omit<Insertable<ExecutionsTable>, "seq">;
export type NodeExecutionRow = Selectable<NodeExecutionsTable>;
export type DynamicWorkflowRow = Selectable<DynamicWorkflowsTable>;
export type SignalRow = Selectable<SignalsTable>;
export type TaskExecutionRow = Selectable<TaskExecutionsTable>;
export type CacheReservationRow = Selectable<CacheReservationsTable>;
export type SubNodeRow = Selectable<SubNodesTable>;
export type ObjectRow = Selectable<ObjectsTable>;
