-- Whoever asked for their mail by the link itself has the last word on where it goes: the room may know an older address.
ALTER TABLE recording_links ADD COLUMN is_chosen INTEGER NOT NULL DEFAULT 0;
