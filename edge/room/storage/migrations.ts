/** Each entry runs once in every room, in this order. Never change one that has been deployed; add. */
const migrations: readonly string[] = [
  `
  CREATE TABLE meeting (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), id TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE tombstone (ended_at INTEGER NOT NULL);
  CREATE TABLE seats (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE events (seq INTEGER PRIMARY KEY, audience TEXT NOT NULL, json TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE chat (seq INTEGER PRIMARY KEY, json TEXT NOT NULL);
  CREATE TABLE commands (
    seat TEXT NOT NULL, id TEXT NOT NULL, error TEXT, at INTEGER NOT NULL, PRIMARY KEY (seat, id)
  ) WITHOUT ROWID;
  CREATE TABLE signals (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, src TEXT NOT NULL, dst TEXT NOT NULL, frame TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  );
  `,
  `
  CREATE TABLE chores (
    subject TEXT PRIMARY KEY, room TEXT NOT NULL, cluster TEXT NOT NULL, version INTEGER NOT NULL,
    tries INTEGER NOT NULL, due_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  UPDATE meeting SET json = json_set(
    json, '$.troubles', json('{"count":0,"lastAt":null}'), '$.region', json('null')
  );
  UPDATE seats SET json = json_set(json, '$.page.capabilities', json('["mesh"]'))
    WHERE json_type(json, '$.page') = 'object';
  UPDATE seats SET json = json_set(json, '$.opening.capabilities', json('["mesh"]'))
    WHERE json_type(json, '$.opening') = 'object';
  `,
  `
  UPDATE meeting SET json = json_set(
    json, '$.encryption', json('{"generation":0,"maker":null,"raisedAt":0}')
  );
  `,
  `
  CREATE TABLE cluster_chores (
    cluster TEXT NOT NULL, subject TEXT NOT NULL, room TEXT NOT NULL, version INTEGER NOT NULL,
    tries INTEGER NOT NULL, due_at INTEGER NOT NULL, PRIMARY KEY (cluster, subject)
  ) WITHOUT ROWID;
  INSERT INTO cluster_chores (cluster, subject, room, version, tries, due_at)
    SELECT cluster, subject, room, version, tries, due_at FROM chores;
  DROP TABLE chores;
  ALTER TABLE cluster_chores RENAME TO chores;
  `,
  `
  CREATE TABLE recordings (
    asked_at INTEGER PRIMARY KEY, room TEXT NOT NULL, json TEXT NOT NULL, due_at INTEGER NOT NULL
  );
  UPDATE meeting SET json = json_set(json, '$.recording', json('null'), '$.lastTakeAt', 0);
  `,
  `
  ALTER TABLE tombstone ADD COLUMN room TEXT NOT NULL DEFAULT '';
  ALTER TABLE tombstone ADD COLUMN creator_hash TEXT NOT NULL DEFAULT '';
  ALTER TABLE tombstone ADD COLUMN creator_expires_at INTEGER NOT NULL DEFAULT 0;
  `,
];

export function isMigrated(sql: SqlStorage): boolean {
  const tables = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").toArray();
  return tables.length > 0;
}

export function migrate(sql: SqlStorage, steps = migrations): void {
  sql.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const { version } = sql
    .exec<{ version: number }>('SELECT COALESCE(MAX(version), 0) AS version FROM schema_version')
    .one();
  for (const [index, statements] of steps.entries()) {
    if (index < version) continue;
    sql.exec(statements);
    sql.exec('INSERT INTO schema_version (version) VALUES (?)', index + 1);
  }
}
