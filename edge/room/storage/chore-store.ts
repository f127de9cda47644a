import type { Chore } from '../rules/draft.ts';

export interface DueChore extends Pick<Chore, 'cluster' | 'subject'> {
  readonly room: string;
  readonly tries: number;
  /** Changes when the same chore comes up again meanwhile. */
  readonly version: number;
}

/** The part of the room's SQLite that remembers what media servers must still be told. */
export class ChoreStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** One for each cluster and subject: the latest replaces the others. */
  add(room: string, chores: readonly Chore[], now: number): void {
    for (const { subject, cluster, delayMs = 0 } of chores) {
      this.#sql.exec(
        `INSERT INTO chores (cluster, subject, room, version, tries, due_at) VALUES (?, ?, ?, 1, 0, ?)
         ON CONFLICT (cluster, subject) DO UPDATE
         SET version = version + 1, tries = 0, due_at = excluded.due_at`,
        cluster,
        subject,
        room,
        now + delayMs,
      );
    }
  }

  due(now: number): DueChore | undefined {
    const [row] = this.#sql
      .exec<{ subject: string; room: string; cluster: string; version: number; tries: number }>(
        'SELECT subject, room, cluster, version, tries FROM chores WHERE due_at <= ? ORDER BY due_at LIMIT 1',
        now,
      )
      .toArray();
    return row && { ...row, subject: row.subject as Chore['subject'] };
  }

  firstDue(): number | undefined {
    const { at } = this.#sql
      .exec<{ at: number | null }>('SELECT MIN(due_at) AS at FROM chores')
      .one();
    return at ?? undefined;
  }

  finish({ cluster, subject, version }: DueChore): void {
    this.#sql.exec(
      'DELETE FROM chores WHERE cluster = ? AND subject = ? AND version = ?',
      cluster,
      subject,
      version,
    );
  }

  postpone({ cluster, subject, version }: DueChore, dueAt: number): void {
    this.#sql.exec(
      'UPDATE chores SET tries = tries + 1, due_at = ? WHERE cluster = ? AND subject = ? AND version = ?',
      dueAt,
      cluster,
      subject,
      version,
    );
  }

  /** The room there may be needed again: until that is known, it stays. */
  putOffClosing(cluster: string, dueAt: number): void {
    this.#sql.exec(
      "UPDATE chores SET due_at = ?1 WHERE cluster = ?2 AND subject = 'room' AND due_at < ?1",
      dueAt,
      cluster,
    );
  }

  /** Everything that is due at this cluster: none of it would fare better. */
  postponeAllAt(cluster: string, dueAt: number): void {
    this.#sql.exec(
      'UPDATE chores SET tries = tries + 1, due_at = ?1 WHERE cluster = ?2 AND due_at < ?1',
      dueAt,
      cluster,
    );
  }

  drop(tries: number): void {
    this.#sql.exec('DELETE FROM chores WHERE tries >= ?', tries);
  }
}
