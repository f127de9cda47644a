-- Each one that is heard sweeps out what is too old.
CREATE INDEX webhooks_by_age ON webhooks (heard_at);
