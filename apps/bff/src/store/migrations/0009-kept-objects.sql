-- Objects that no container reads and nobody may ever ask for: inputs of nodes that the engine runs itself. A file for
-- each would cost more than the node. What has the same bytes is kept once.
CREATE TABLE contents (
  hash BLOB PRIMARY KEY,                       -- SHA-256
  bytes BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE kept_objects (
  uri TEXT PRIMARY KEY,
  hash BLOB NOT NULL                           -- of contents
) WITHOUT ROWID;
