-- Where executions are to wait for somebody, and which nodes do.
ALTER TABLE executions ADD COLUMN breakpoints TEXT NOT NULL DEFAULT '[]'; -- JSON: the engine's Breakpoint, all there are now
ALTER TABLE node_executions ADD COLUMN held TEXT NOT NULL DEFAULT '';     -- before, after, or empty: not at a breakpoint
