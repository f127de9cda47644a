import type { ErrorCode } from '../../protocol/errors.ts';
import type { CommandId, MeetingId, SeatId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { ChatMessage, NumberedEvent } from '../../protocol/room-messages.ts';
import { hashOf } from '../../recording/links.ts';
import { publicIdOf } from '../../secrets/public-id.ts';
import type { Audience, Draft, DraftEvent } from '../rules/draft.ts';
import type { Meeting, Seat } from '../state/meeting.ts';
import { ChoreStore } from './chore-store.ts';
import { RecordingStore } from './leftover-store.ts';
import { isMigrated, migrate } from './migrations.ts';
import { SignalStore } from './signal-store.ts';

/** How many events a client that was away can be told one by one; after more it gets the whole state. */
const keptEvents = 1_000;
/** Longer than a client goes on re-sending a command. */
const keptCommandsMs = 15 * 60_000;

export interface StoredEvent extends NumberedEvent {
  readonly audience: Audience;
}

/** What is left of a meeting that has ended; of one that ended before this was kept, nothing that is true. */
export interface Tombstone {
  /** The meeting's public id. */
  readonly room: string;
  readonly creator: { readonly hash: string; readonly expiresAt: number };
}

export interface CommandOutcome {
  readonly seat: SeatId;
  readonly id: CommandId;
  readonly error: ErrorCode | null;
}

/**
 * The room's SQLite. What it holds is written here and in its parts alone, so rows are trusted to have the shape
 * of the newest migration.
 */
export class Store {
  readonly signals: SignalStore;
  readonly chores: ChoreStore;
  readonly recordings: RecordingStore;
  readonly #sql: SqlStorage;
  /** False in a room that nobody has created: a look at an id that somebody made up leaves nothing behind. */
  #isReady: boolean;
  #seq = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.signals = new SignalStore(sql);
    this.chores = new ChoreStore(sql);
    this.recordings = new RecordingStore(sql);
    this.#isReady = isMigrated(sql);
    if (!this.#isReady) return;
    migrate(sql);
    this.#seq = this.#one<{ seq: number | null }>('SELECT MAX(seq) AS seq FROM events')?.seq ?? 0;
  }

  /** Without tables nothing can be asked of its parts. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get seq(): number {
    return this.#seq;
  }

  #one<T extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]) {
    return this.#sql.exec<T>(query, ...values).toArray()[0];
  }

  meeting(): { readonly id: MeetingId; readonly meeting: Meeting } | undefined {
    if (!this.#isReady) return undefined;
    const row = this.#one<{ id: string; json: string }>('SELECT id, json FROM meeting');
    return row && { id: row.id as MeetingId, meeting: JSON.parse(row.json) as Meeting };
  }

  /** Undefined while the meeting is on, and where there was none. */
  tombstone(): Tombstone | undefined {
    if (!this.#isReady) return undefined;
    const row = this.#one<{ room: string; hash: string; until: number }>(
      'SELECT room, creator_hash AS hash, creator_expires_at AS until FROM tombstone',
    );
    return row && { room: row.room, creator: { hash: row.hash, expiresAt: row.until } };
  }

  seats(): Map<SeatId, Seat> {
    const rows = this.#sql.exec<{ json: string }>('SELECT json FROM seats').toArray();
    const seats = rows.map((row) => JSON.parse(row.json) as Seat);
    return new Map(seats.map((seat) => [seat.id, seat]));
  }

  create(id: MeetingId, meeting: Meeting): void {
    migrate(this.#sql);
    this.#isReady = true;
    this.#sql.exec(
      'INSERT INTO meeting (only_row, id, json) VALUES (1, ?, ?)',
      id,
      JSON.stringify(meeting),
    );
  }

  /** Writes a draft and numbers its events. */
  write(draft: Draft, before: Meeting): readonly StoredEvent[] {
    if (draft.meeting !== before) {
      this.#sql.exec('UPDATE meeting SET json = ?', JSON.stringify(draft.meeting));
    }
    for (const id of draft.touched) this.#writeSeat(id, draft.seats.get(id));
    const events = draft.events.map((event) => this.#writeEvent(event, draft.now));
    if (events.length > 0) {
      this.#sql.exec('DELETE FROM events WHERE seq <= ?', this.#seq - keptEvents);
    }
    return events;
  }

  #writeSeat(id: SeatId, seat: Seat | undefined): void {
    if (seat === undefined) this.#sql.exec('DELETE FROM seats WHERE id = ?', id);
    else {
      this.#sql.exec(
        'INSERT INTO seats (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json',
        id,
        JSON.stringify(seat),
      );
    }
  }

  #writeEvent({ audience, event }: DraftEvent, now: number): StoredEvent {
    this.#seq += 1;
    this.#sql.exec(
      'INSERT INTO events (seq, audience, json, at) VALUES (?, ?, ?, ?)',
      this.#seq,
      audience,
      JSON.stringify(event),
      now,
    );
    if (event.type === 'chat') this.#writeChat(event.message);
    return { seq: this.#seq, audience, event };
  }

  #writeChat(message: ChatMessage): void {
    this.#sql.exec(
      'INSERT INTO chat (seq, json) VALUES (?, ?)',
      this.#seq,
      JSON.stringify(message),
    );
    this.#sql.exec(
      'DELETE FROM chat WHERE seq NOT IN (SELECT seq FROM chat ORDER BY seq DESC LIMIT ?)',
      limits.chatHistory,
    );
  }

  chat(): ChatMessage[] {
    const rows = this.#sql.exec<{ json: string }>('SELECT json FROM chat ORDER BY seq').toArray();
    return rows.map((row) => JSON.parse(row.json) as ChatMessage);
  }

  /** The events after `since`, or undefined when some of them are no longer kept. */
  eventsAfter(since: number): StoredEvent[] | undefined {
    const oldest = this.#one<{ seq: number | null }>('SELECT MIN(seq) AS seq FROM events')?.seq;
    if (since > this.#seq || (oldest !== null && oldest !== undefined && since < oldest - 1)) {
      return undefined;
    }
    const rows = this.#sql.exec<{ seq: number; audience: string; json: string }>(
      'SELECT seq, audience, json FROM events WHERE seq > ? ORDER BY seq',
      since,
    );
    return rows.toArray().map((row) => ({
      seq: row.seq,
      audience: row.audience as Audience,
      event: JSON.parse(row.json) as StoredEvent['event'],
    }));
  }

  outcomeOf(seat: SeatId, id: CommandId): CommandOutcome | undefined {
    const row = this.#one<{ error: string | null }>(
      'SELECT error FROM commands WHERE seat = ? AND id = ?',
      seat,
      id,
    );
    return row && { seat, id, error: row.error as ErrorCode | null };
  }

  rememberOutcome({ seat, id, error }: CommandOutcome, now: number): void {
    this.#sql.exec(
      'INSERT INTO commands (seat, id, error, at) VALUES (?, ?, ?, ?)',
      seat,
      id,
      error,
      now,
    );
  }

  forgetOldCommands(now: number): void {
    this.#sql.exec('DELETE FROM commands WHERE at < ?', now - keptCommandsMs);
  }

  /**
   * Erases everything but the fact that there was a meeting, so that its id never opens again, by what its creator
   * is known, who may look for its recordings, and where it may have left a room behind.
   */
  bury(endedAt: number): void {
    const buried = this.meeting();
    for (const table of ['meeting', 'seats', 'events', 'chat', 'commands', 'signals']) {
      this.#sql.exec(`DELETE FROM ${table}`);
    }
    this.#sql.exec("DELETE FROM chores WHERE subject <> 'room'");
    this.#sql.exec('UPDATE chores SET due_at = ?', endedAt);
    this.#sql.exec(
      'INSERT INTO tombstone (ended_at, room, creator_hash, creator_expires_at) VALUES (?, ?, ?, ?)',
      endedAt,
      buried === undefined ? '' : publicIdOf(buried.id),
      buried === undefined ? '' : hashOf(buried.meeting.creator.token),
      buried?.meeting.creator.expiresAt ?? 0,
    );
    this.#seq = 0;
  }
}
