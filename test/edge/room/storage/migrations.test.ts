import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { isMigrated, migrate } from '../../../../edge/room/storage/migrations.ts';
import { random, roomOf } from '../../support/meeting.ts';

const first = "CREATE TABLE people (name TEXT); INSERT INTO people VALUES ('Ada');";
const second = 'ALTER TABLE people ADD COLUMN age INTEGER NOT NULL DEFAULT 0;';

/** The SQLite of an object that no room has used. */
function inEmptyStorage(use: (sql: SqlStorage) => void): Promise<void> {
  return runInDurableObject(roomOf(random.meetingId()), (_, state) => use(state.storage.sql));
}

function people(sql: SqlStorage) {
  return sql.exec('SELECT * FROM people').toArray();
}

describe('the room’s schema', () => {
  test('is made from nothing', () =>
    inEmptyStorage((sql) => {
      expect(isMigrated(sql)).toBe(false);
      migrate(sql);
      expect(isMigrated(sql)).toBe(true);
      expect(sql.exec('SELECT COUNT(*) AS count FROM seats').one()).toEqual({ count: 0 });
    }));

  test('an older room gets what is new, and keeps what it has', () =>
    inEmptyStorage((sql) => {
      migrate(sql, [first]);
      migrate(sql, [first, second]);
      expect(people(sql)).toEqual([{ name: 'Ada', age: 0 }]);
    }));

  test('running it twice is harmless', () =>
    inEmptyStorage((sql) => {
      for (const _ of ['once', 'twice']) migrate(sql, [first, second]);
      expect(people(sql)).toHaveLength(1);
      expect(sql.exec('SELECT version FROM schema_version').toArray()).toEqual([
        { version: 1 },
        { version: 2 },
      ]);
    }));

  test('a room that is newer than this code is left alone', () =>
    inEmptyStorage((sql) => {
      migrate(sql, [first, second]);
      migrate(sql, [first]);
      expect(people(sql)).toEqual([{ name: 'Ada', age: 0 }]);
    }));
});
