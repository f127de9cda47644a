-- What was recorded, under the meeting's public id. Links are kept as hashes: they are good for recognising one.
CREATE TABLE recordings (
  id TEXT PRIMARY KEY,
  meeting TEXT NOT NULL,
  -- The room's Durable Object.
  home TEXT NOT NULL,
  title TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('recording', 'processing', 'ready', 'failed', 'deleted')),
  names TEXT NOT NULL DEFAULT '[]',
  chapters TEXT NOT NULL DEFAULT '[]',
  consents TEXT NOT NULL DEFAULT '[]',
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX recordings_by_meeting ON recordings (meeting, started_at);
CREATE INDEX recordings_by_expiry ON recordings (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE recording_parts (
  recording TEXT NOT NULL REFERENCES recordings (id),
  number INTEGER NOT NULL,
  -- Of its objects, without an ending.
  name TEXT NOT NULL UNIQUE,
  -- NULL until it is known, and for what was lost.
  kind TEXT CHECK (kind IN ('mp4', 'hls')),
  started_at INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (recording, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE recording_links (
  hash TEXT PRIMARY KEY,
  recording TEXT NOT NULL REFERENCES recordings (id),
  -- A place among those who pressed, `host`, or `live`.
  holder TEXT NOT NULL,
  is_owner INTEGER NOT NULL,
  email TEXT,
  -- When the mail was taken by a mail server.
  mailed_at INTEGER,
  -- Until then somebody is sending it.
  tried_until INTEGER NOT NULL DEFAULT 0,
  -- Until then the queue is trusted to try it again.
  queued_until INTEGER NOT NULL DEFAULT 0,
  UNIQUE (recording, holder)
) STRICT, WITHOUT ROWID;

-- Mails that could not be sent in spite of every retry.
CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY,
  recording TEXT NOT NULL,
  holder TEXT NOT NULL,
  reason TEXT NOT NULL,
  died_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
