-- An execution names what was launched with a reference to it.
CREATE INDEX executions_by_source ON executions (source_execution_id) WHERE source_execution_id IS NOT NULL;
