-- What is deleted keeps its expiry, and is nothing to look at again each minute.
DROP INDEX recordings_by_expiry;
CREATE INDEX recordings_by_expiry ON recordings (expires_at)
  WHERE expires_at IS NOT NULL AND state <> 'deleted';
