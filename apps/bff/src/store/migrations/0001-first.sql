-- Times are UTC milliseconds. Blobs are flyteidl messages in binary unless said otherwise.
-- `seq` of a row is the store's sequence at its last change: Watch sends the rows above a reader's cursor.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  identifier TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  labels TEXT NOT NULL DEFAULT '{}',           -- JSON object
  state INTEGER NOT NULL DEFAULT 0,            -- admin.Project.ProjectState
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  type TEXT NOT NULL,
  short_description TEXT NOT NULL DEFAULT '',
  digest BLOB NOT NULL,                        -- SHA-256 of the canonical compiled task
  closure BLOB NOT NULL,                       -- core.CompiledTask
  created_at INTEGER NOT NULL,
  UNIQUE (project, domain, name, version)
);

CREATE TABLE workflows (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  short_description TEXT NOT NULL DEFAULT '',
  typed_interface BLOB NOT NULL,               -- core.TypedInterface
  digest BLOB NOT NULL,
  closure BLOB NOT NULL,                       -- core.CompiledWorkflowClosure
  node_count INTEGER NOT NULL,                 -- of all levels, start and end nodes left out
  created_at INTEGER NOT NULL,
  UNIQUE (project, domain, name, version)
);

CREATE TABLE launch_plans (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  workflow_id INTEGER NOT NULL REFERENCES workflows (id),
  state INTEGER NOT NULL DEFAULT 0,            -- admin.LaunchPlanState
  schedule_type TEXT NOT NULL DEFAULT 'NONE',  -- NONE, CRON, RATE
  digest BLOB NOT NULL,
  spec BLOB NOT NULL,                          -- admin.LaunchPlanSpec, expected inputs in default_inputs
  closure BLOB NOT NULL,                       -- admin.LaunchPlanClosure; state and times come from the columns
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (project, domain, name, version)
);
CREATE UNIQUE INDEX launch_plans_one_active ON launch_plans (project, domain, name) WHERE state = 1;

CREATE TABLE named_entities (
  resource_type INTEGER NOT NULL,
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  state INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (resource_type, project, domain, name)
) WITHOUT ROWID;

CREATE TABLE executions (
  id INTEGER PRIMARY KEY,
  execution_project TEXT NOT NULL, execution_domain TEXT NOT NULL, execution_name TEXT NOT NULL,
  launch_plan_id INTEGER REFERENCES launch_plans (id),
  workflow_id INTEGER NOT NULL REFERENCES workflows (id),
  task_id INTEGER REFERENCES tasks (id),       -- single-task executions
  launch_entity TEXT NOT NULL DEFAULT '',      -- 'TASK' for those
  phase TEXT NOT NULL,                         -- core.WorkflowExecution.Phase by name
  mode INTEGER NOT NULL,                       -- admin.ExecutionMetadata.ExecutionMode
  user TEXT NOT NULL DEFAULT '',
  spec BLOB NOT NULL,                          -- admin.ExecutionSpec
  inputs BLOB NOT NULL,                        -- core.LiteralMap, resolved
  user_inputs BLOB NOT NULL,                   -- core.LiteralMap, as given
  outputs_uri TEXT,
  error BLOB,                                  -- core.ExecutionError
  error_kind TEXT, error_code TEXT,
  error_node TEXT,                             -- unique node id the error comes from
  abort_cause TEXT, abort_principal TEXT,
  source_execution_id INTEGER REFERENCES executions (id),
  parent_node_execution_id INTEGER REFERENCES node_executions (id),
  state INTEGER NOT NULL DEFAULT 0,            -- admin.ExecutionState
  state_changed_at INTEGER NOT NULL,
  idempotency_key TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  duration_ms INTEGER,
  seq INTEGER NOT NULL,
  UNIQUE (execution_project, execution_domain, execution_name)
);
CREATE INDEX executions_by_creation ON executions (execution_project, execution_domain, created_at DESC, id DESC);
-- Counting by phase reads this alone.
CREATE INDEX executions_by_phase ON executions (
  execution_project, execution_domain, state, phase, created_at DESC, id DESC
);
CREATE INDEX executions_by_seq ON executions (seq);
CREATE INDEX executions_live ON executions (id) WHERE ended_at IS NULL;
CREATE INDEX executions_by_workflow ON executions (workflow_id, created_at DESC);

CREATE TABLE execution_tags (
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (execution_id, key, value)
) WITHOUT ROWID;
CREATE INDEX execution_tags_by_key ON execution_tags (key, value);

CREATE TABLE node_executions (
  id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  node_id TEXT NOT NULL,                       -- unique node id
  spec_node_id TEXT NOT NULL,
  path TEXT NOT NULL,                          -- template node ids from the root, joined by /
  parent_id INTEGER REFERENCES node_executions (id),
  retry_group TEXT NOT NULL DEFAULT '',
  is_parent INTEGER NOT NULL DEFAULT 0,
  phase TEXT NOT NULL,                         -- core.NodeExecution.Phase by name
  attempt INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL DEFAULT 1,
  reason TEXT NOT NULL DEFAULT '',             -- the newest attempt's last reason
  input_uri TEXT, output_uri TEXT,
  error BLOB, error_kind TEXT, error_code TEXT,
  cache_status TEXT,
  created_at INTEGER NOT NULL,
  queued_at INTEGER,
  started_at INTEGER,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  duration_ms INTEGER,
  seq INTEGER NOT NULL,
  UNIQUE (execution_id, node_id)
);
CREATE INDEX node_executions_by_seq ON node_executions (execution_id, seq);
CREATE INDEX node_executions_by_parent ON node_executions (parent_id);

CREATE TABLE task_executions (
  id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  node_execution_id INTEGER NOT NULL REFERENCES node_executions (id),
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, -- the task's
  retry_attempt INTEGER NOT NULL,
  task_type TEXT NOT NULL,
  phase TEXT NOT NULL,                         -- core.TaskExecution.Phase by name
  phase_version INTEGER NOT NULL DEFAULT 0,
  history TEXT NOT NULL DEFAULT '[]',          -- JSON: [{ phase, at, reason }]
  generated_name TEXT NOT NULL,
  interruptible INTEGER NOT NULL DEFAULT 0,
  input_uri TEXT, output_uri TEXT,
  error BLOB, error_kind TEXT, error_code TEXT,
  facts TEXT,                                  -- JSON of runner.ts Facts, once known
  cpu_seconds REAL, peak_memory_bytes INTEGER, wall_ms INTEGER, -- NULL: not measured
  log_bytes INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  duration_ms INTEGER,
  UNIQUE (node_execution_id, retry_attempt)
);
CREATE INDEX task_executions_by_execution ON task_executions (execution_id);

-- What happened, in order, per execution: a run is rebuilt by replaying its events.
CREATE TABLE journal (
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  number INTEGER NOT NULL,                     -- from 0, without gaps
  at INTEGER NOT NULL,
  event TEXT NOT NULL,                         -- JSON of engine RunEvent
  records TEXT NOT NULL,                       -- JSON of the RunRecords it led to
  PRIMARY KEY (execution_id, number)
) WITHOUT ROWID;

INSERT INTO meta VALUES ('sequence', '0');
