import type { Recording } from '../recording-state.ts';

/** A recording that concerns nobody in the call any more. */
export interface Leftover {
  readonly recording: Recording;
  /** The meeting's public id. */
  readonly room: string;
  /** Everything is stored, and people are being told. */
  readonly isStored: boolean;
  /** There is something to see. */
  readonly isKept: boolean;
  /** When the call let go of it. */
  readonly since: number;
  readonly tries: number;
  readonly dueAt: number;
}

/** The part of the room's SQLite that outlives the meeting: recordings that are not all stored, or not yet told of. */
export class RecordingStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  save(leftover: Leftover): void {
    const { recording, room, dueAt } = leftover;
    this.#sql.exec(
      `INSERT INTO recordings (asked_at, room, json, due_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (asked_at) DO UPDATE SET json = excluded.json, due_at = excluded.due_at`,
      recording.askedAt,
      room,
      JSON.stringify(leftover),
      dueAt,
    );
  }

  all(): Leftover[] {
    const rows = this.#sql.exec<{ json: string }>('SELECT json FROM recordings ORDER BY due_at');
    return rows.toArray().map(({ json }) => JSON.parse(json) as Leftover);
  }

  /** The meeting's public id, which older tombstones do not hold. */
  get room(): string | undefined {
    return this.#sql.exec<{ room: string }>('SELECT room FROM recordings LIMIT 1').toArray()[0]
      ?.room;
  }

  firstDue(): number | undefined {
    const { at } = this.#sql
      .exec<{ at: number | null }>('SELECT MIN(due_at) AS at FROM recordings')
      .one();
    return at ?? undefined;
  }

  remove({ askedAt }: Recording): void {
    this.#sql.exec('DELETE FROM recordings WHERE asked_at = ?', askedAt);
  }
}
