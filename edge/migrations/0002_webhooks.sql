-- What media servers have told lately, so that nobody tells it a second time.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  heard_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
