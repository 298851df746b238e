-- What an author wrote about a version of a task or workflow.
CREATE TABLE description_entities (
  id INTEGER PRIMARY KEY,
  resource_type INTEGER NOT NULL,              -- core.ResourceType
  project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  short_description TEXT NOT NULL DEFAULT '',
  description BLOB NOT NULL,                   -- admin.DescriptionEntity; its id comes from the columns
  created_at INTEGER NOT NULL,
  UNIQUE (resource_type, project, domain, name, version)
);
