-- How many nodes of an execution are in each phase, start and end nodes left out: every row of a list shows it, and an
-- execution may have thousands. Moved with the rows of the nodes, in their transaction.
CREATE TABLE node_counts (
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  phase TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (execution_id, phase)
) WITHOUT ROWID;
INSERT INTO node_counts
  SELECT execution_id, phase, count(*) FROM node_executions
  WHERE spec_node_id NOT IN ('start-node', 'end-node') GROUP BY execution_id, phase;
DROP INDEX node_executions_by_phase;
