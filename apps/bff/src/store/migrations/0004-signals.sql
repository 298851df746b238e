-- What gate nodes wait for. A row is made when a gate is reached, or before, by whoever knows the gate's signal id.
CREATE TABLE signals (
  id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  signal_id TEXT NOT NULL,
  type BLOB NOT NULL,                          -- core.LiteralType
  value BLOB,                                  -- core.Literal; NULL until somebody sets it
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (execution_id, signal_id)
);
