-- Lists of executions that somebody has given a name, for all who work in a project and domain.
CREATE TABLE saved_views (
  project TEXT NOT NULL,
  domain TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,                         -- text of the list's filter
  sort TEXT NOT NULL,                          -- as the list's address has it
  columns TEXT NOT NULL,
  PRIMARY KEY (project, domain, name)
) WITHOUT ROWID;
