-- Results of tasks that are kept for others (execution.md §8). A dataset holds those that can stand for each other, an
-- artifact is one of them. Executions are named, not referred to: what they made outlives them.
CREATE TABLE cache_datasets (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  task TEXT NOT NULL,                          -- identifier text, of the version that wrote into it first
  created_at INTEGER NOT NULL,
  UNIQUE (project, domain, name, version)
);
CREATE TABLE cache_artifacts (
  id INTEGER PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES cache_datasets (id),
  tag TEXT NOT NULL,
  artifact_id TEXT NOT NULL,                   -- stays when it is overwritten
  outputs_uri TEXT NOT NULL,                   -- a copy of its own
  source_project TEXT NOT NULL, source_domain TEXT NOT NULL, source_execution TEXT NOT NULL,
  source_node TEXT NOT NULL, source_attempt INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (dataset_id, tag)
);
-- Who makes the result of a key now, where others are to wait for it. Counts for as long as that node is under way.
CREATE TABLE cache_reservations (
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, tag TEXT NOT NULL,
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  node_id TEXT NOT NULL,
  reserved_at INTEGER NOT NULL,
  PRIMARY KEY (project, domain, name, version, tag)
) WITHOUT ROWID;
CREATE INDEX cache_reservations_by_owner ON cache_reservations (execution_id, node_id);

ALTER TABLE node_executions ADD COLUMN catalog_key BLOB; -- core.CatalogMetadata
