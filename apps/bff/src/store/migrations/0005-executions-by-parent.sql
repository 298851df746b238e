-- A row of a launch plan node names the execution it launched.
CREATE INDEX executions_by_parent ON executions (parent_node_execution_id) WHERE parent_node_execution_id IS NOT NULL;
