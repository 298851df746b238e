-- How many nodes a dynamic workflow has on all levels, start and end nodes left out: part of an execution's total.
ALTER TABLE dynamic_closures ADD COLUMN node_count INTEGER NOT NULL DEFAULT 0;
