-- Of an execution that recovers another: JSON of what it does not take over (store/rerun-sets.ts); NULL takes all there is.
ALTER TABLE executions ADD COLUMN rerun TEXT;
-- Of a RECOVERED node: name of the execution it ran in, of the same project and domain.
ALTER TABLE node_executions ADD COLUMN recovered_from TEXT;
