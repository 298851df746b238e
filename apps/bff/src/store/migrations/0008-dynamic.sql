-- Closures of dynamic workflows, each once, however many nodes run it.
CREATE TABLE dynamic_closures (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,                 -- SHA-256 of the closure, hexadecimal: the engine's ClosureRef
  closure BLOB NOT NULL                        -- core.CompiledWorkflowClosure
);
-- What attempts of dynamic nodes ran.
CREATE TABLE dynamic_workflows (
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  node_id TEXT NOT NULL,                       -- unique node id
  attempt INTEGER NOT NULL,
  digest TEXT NOT NULL REFERENCES dynamic_closures (digest),
  futures_uri TEXT NOT NULL,                   -- core.DynamicJobSpec, as the task wrote it
  PRIMARY KEY (execution_id, node_id, attempt)
) WITHOUT ROWID;
ALTER TABLE node_executions ADD COLUMN is_dynamic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE node_executions ADD COLUMN is_in_dynamic_chain INTEGER NOT NULL DEFAULT 0;
