-- How full each media cluster was when it was last asked; NULL when it did not answer.
CREATE TABLE cluster_loads (
  cluster TEXT PRIMARY KEY,
  load REAL,
  read_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
