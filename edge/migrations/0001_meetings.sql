-- One row per meeting, for what is asked across rooms. The id here is the public one: nobody can join with it.
CREATE TABLE meetings (
  public_id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
