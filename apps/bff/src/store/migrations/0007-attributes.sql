-- Settings of a project, a domain of it, or a workflow in there; '' where a level is not named.
CREATE TABLE matchable_attributes (
  id INTEGER PRIMARY KEY,
  resource_type INTEGER NOT NULL,              -- admin.MatchableResource
  project TEXT NOT NULL, domain TEXT NOT NULL DEFAULT '', workflow TEXT NOT NULL DEFAULT '',
  attributes BLOB NOT NULL,                    -- admin.MatchingAttributes
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (resource_type, project, domain, workflow)
);

-- What those settings said when an execution was launched: later changes are for later executions.
ALTER TABLE executions ADD COLUMN attribute_config BLOB;    -- admin.WorkflowExecutionConfig
ALTER TABLE executions ADD COLUMN attribute_resources BLOB; -- admin.TaskResourceAttributes
