-- Lists of executions by each of the columns they are sorted by, without sorting. Each index holds what lists are
-- filtered by most, so that what does not match is left out without reading its row, which is wide.
DROP INDEX executions_by_creation;
CREATE INDEX executions_by_creation ON executions (
  execution_project, execution_domain, created_at, id, state, phase, workflow_id
);
CREATE INDEX executions_by_start ON executions (
  execution_project, execution_domain, started_at, id, state, phase, workflow_id
);
CREATE INDEX executions_by_update ON executions (
  execution_project, execution_domain, updated_at, id, state, phase, workflow_id
);
CREATE INDEX executions_by_duration ON executions (
  execution_project, execution_domain, duration_ms, id, state, phase, workflow_id
);
-- Counting by phase, over time and of a workflow, reads this alone.
DROP INDEX executions_by_phase;
CREATE INDEX executions_by_phase ON executions (
  execution_project, execution_domain, state, phase, created_at, id, workflow_id
);
-- Nodes at the top have no parent, and those of all executions would stand together: a list of one's would read them all.
DROP INDEX node_executions_by_parent;
CREATE INDEX node_executions_by_parent ON node_executions (parent_id) WHERE parent_id IS NOT NULL;
