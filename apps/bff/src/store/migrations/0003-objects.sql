-- What the file system does not keep of an object that came over S3. A row counts for the file with its identity only.
CREATE TABLE objects (
  key TEXT PRIMARY KEY,
  identity TEXT NOT NULL,                      -- inode, size and time of the file it was written for
  etag TEXT NOT NULL,                          -- without quotes
  headers TEXT NOT NULL                        -- JSON: { name: value }, sent with the object
) WITHOUT ROWID;
