-- Elements of array nodes (map tasks): one row per attempt of each that has begun. What the one task execution of the
-- array node shows of them is put together from these rows when it is read.
CREATE TABLE sub_nodes (
  node_execution_id INTEGER NOT NULL REFERENCES node_executions (id), -- the array's
  array_attempt INTEGER NOT NULL,
  item INTEGER NOT NULL,                       -- index in the array
  attempt INTEGER NOT NULL,
  is_newest INTEGER NOT NULL DEFAULT 1,        -- no later attempt of it has begun
  phase TEXT NOT NULL,                         -- core.TaskExecution.Phase by name
  error BLOB,                                  -- core.ExecutionError
  facts TEXT,                                  -- JSON of runner.ts Facts, once known
  cpu_seconds REAL, peak_memory_bytes INTEGER, wall_ms INTEGER, -- NULL: not measured
  log_bytes INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (node_execution_id, array_attempt, item, attempt)
) WITHOUT ROWID;
CREATE INDEX sub_nodes_by_phase ON sub_nodes (node_execution_id, array_attempt, phase, item) WHERE is_newest = 1;

ALTER TABLE node_executions ADD COLUMN is_array INTEGER NOT NULL DEFAULT 0;
ALTER TABLE node_executions ADD COLUMN array_counts TEXT;  -- JSON of record.ts SubNodeCounts, of the newest attempt
