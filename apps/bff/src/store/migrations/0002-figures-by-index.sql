-- Counts of nodes and figures of attempts stand in every row of a list and in every delta of a running execution: they
-- are read from an index alone, without the rows and their blobs.
DROP INDEX task_executions_by_execution;
CREATE INDEX task_executions_by_execution
  ON task_executions (execution_id, ended_at, cpu_seconds, peak_memory_bytes, wall_ms);
CREATE INDEX node_executions_by_phase ON node_executions (execution_id, phase, spec_node_id);
