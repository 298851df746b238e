-- Scalar inputs and outputs of executions, by which lists are searched.
CREATE TABLE execution_values (
  execution_id INTEGER NOT NULL REFERENCES executions (id),
  side TEXT NOT NULL,                          -- input, output
  name TEXT NOT NULL,
  text TEXT NOT NULL,                          -- as it is searched for, at most 200 characters of it
  number REAL,                                 -- where it is one
  PRIMARY KEY (execution_id, side, name)
) WITHOUT ROWID;
CREATE INDEX execution_values_by_name ON execution_values (side, name, text);
