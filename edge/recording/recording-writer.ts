import { recordingPath } from '../protocol/recording.ts';
import type { RecordingOutcome } from '../protocol/recordings-rest.ts';
import { objectNameOf, type Recording, recordingIdOf } from '../room/recording-state.ts';
import { type Holder, hashOf, tokenFor } from './links.ts';
import type { RecordingSettings } from './settings.ts';

const dayMs = 24 * 3_600_000;

/** What a take has left in the storage. */
export interface Part {
  readonly number: number;
  readonly name: string;
  readonly kind: 'mp4' | 'hls' | null;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly bytes: number;
}

export interface RoomAddress {
  /** The meeting's public id. */
  readonly room: string;
  readonly home: string;
}

/** What the database holds of recordings: rooms write it, links read it. */
export class Book {
  readonly #db: D1Database;
  readonly #settings: Pick<RecordingSettings, 'RECORDING_SECRET' | 'RECORDING_DAYS'>;

  constructor(
    db: D1Database,
    settings: Pick<RecordingSettings, 'RECORDING_SECRET' | 'RECORDING_DAYS'>,
  ) {
    this.#db = db;
    this.#settings = settings;
  }

  /** Before a recorder is asked: whatever it makes can be found from now on. */
  async begin(address: RoomAddress, recording: Recording): Promise<void> {
    const { room, home } = address;
    const id = recordingIdOf(room, recording);
    await this.#db.batch([
      this.#db
        .prepare(
          `INSERT INTO recordings (id, meeting, home, title, started_at, state)
           VALUES (?, ?, ?, ?, ?, 'recording') ON CONFLICT (id) DO NOTHING`,
        )
        .bind(id, room, home, recording.title, recording.askedAt),
      ...recording.takes.map((take) => {
        const name = objectNameOf(room, take);
        const part = { number: take.number, name, kind: null, startedAt: take.askedAt };
        return this.#savePart(id, { ...part, durationMs: 0, bytes: 0 });
      }),
      ...this.#saveLinks(id, recording.recipients),
    ]);
  }

  /** Of one that may be written down already: links of those who came to it later lead somewhere at once. */
  async noteRecipients(room: string, recording: Recording): Promise<void> {
    await this.#db.batch(this.#saveLinks(recordingIdOf(room, recording), recording.recipients));
  }

  /** Takes that came to nothing; without any goes the whole recording. */
  async strike(room: string, recording: Recording): Promise<void> {
    const id = recordingIdOf(room, recording);
    const none = 'NOT EXISTS (SELECT 1 FROM recording_parts WHERE recording = ?1)';
    await this.#db.batch([
      this.#db
        .prepare('DELETE FROM recording_parts WHERE recording = ? AND number > ?')
        .bind(id, recording.takes.length),
      this.#db.prepare(`DELETE FROM recording_links WHERE recording = ?1 AND ${none}`).bind(id),
      this.#db.prepare(`DELETE FROM recordings WHERE id = ?1 AND ${none}`).bind(id),
    ]);
  }

  /** The recorder has let go of the call; not everything may be stored yet. */
  async process(address: RoomAddress, recording: Recording): Promise<void> {
    const id = recordingIdOf(address.room, recording);
    await this.begin(address, recording);
    await this.#db.batch([
      this.#db
        .prepare("UPDATE recordings SET state = 'processing' WHERE id = ? AND state = 'recording'")
        .bind(id),
      this.#describe(id, recording),
    ]);
  }

  /** True when this is news. */
  async finish(
    room: string,
    recording: Recording,
    parts: readonly Part[],
    now: number,
  ): Promise<boolean> {
    const id = recordingIdOf(room, recording);
    const { RECORDING_DAYS: days } = this.#settings;
    const state = parts.some(({ kind }) => kind !== null) ? 'ready' : 'failed';
    const wasNeverOn = state === 'failed' && recording.since === null;
    const results = await this.#db.batch([
      this.#describe(id, recording),
      ...parts.map((part) => this.#savePart(id, part)),
      ...this.#saveLinks(id, recording.recipients),
      // Who has seen no red dot misses nothing; a mail would be a word to strangers, by whoever named the meeting.
      ...(wasNeverOn ? [this.#forgetAddresses(id)] : []),
      this.#db
        .prepare(
          `UPDATE recordings SET state = ?, expires_at = ?
           WHERE id = ? AND state IN ('recording', 'processing')`,
        )
        .bind(state, days ? now + days * dayMs : null, id),
    ]);
    return results.at(-1)?.meta.changes === 1;
  }

  #forgetAddresses(id: string): D1PreparedStatement {
    return this.#db.prepare('UPDATE recording_links SET email = NULL WHERE recording = ?').bind(id);
  }

  #describe(id: string, { names, chapters, consents }: Recording): D1PreparedStatement {
    return this.#db
      .prepare('UPDATE recordings SET names = ?, chapters = ?, consents = ? WHERE id = ?')
      .bind(JSON.stringify(names), JSON.stringify(chapters), JSON.stringify(consents), id);
  }

  #savePart(recording: string, part: Part): D1PreparedStatement {
    return this.#db
      .prepare(
        `INSERT INTO recording_parts (recording, number, name, kind, started_at, duration_ms, bytes)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (recording, number) DO UPDATE SET
         name = excluded.name, kind = COALESCE(excluded.kind, kind), started_at = excluded.started_at,
         duration_ms = excluded.duration_ms, bytes = excluded.bytes`,
      )
      .bind(
        ...[recording, part.number, part.name, part.kind],
        ...[part.startedAt, part.durationMs, part.bytes],
      );
  }

  /** Only while it is being made: who was told, or is to be told no more, stays so. */
  #saveLinks(recording: string, recipients: Recording['recipients']): D1PreparedStatement[] {
    const save = (holder: Holder, isOwner: boolean, email: string | null) =>
      this.#db
        .prepare(
          `INSERT INTO recording_links (hash, recording, holder, is_owner, email)
           SELECT ?, id, ?, ?, ? FROM recordings WHERE id = ? AND state IN ('recording', 'processing')
           ON CONFLICT (hash) DO UPDATE SET email = CASE WHEN is_chosen THEN email ELSE excluded.email END`,
        )
        .bind(
          hashOf(tokenFor(this.#settings, recording, holder)),
          ...[String(holder), isOwner ? 1 : 0, email, recording],
        );
    return [
      save('host', true, null),
      save('view', false, null),
      save('live', false, null),
      ...recipients.map(({ isOwner, email }, place) => save(place, isOwner, email)),
    ];
  }

  /** A link that only plays. Recordings of before there was one get theirs here. */
  async pathToShare({
    id,
    state,
  }: {
    readonly id: string;
    readonly state: RecordingOutcome;
  }): Promise<string> {
    const token = tokenFor(this.#settings, id, 'view');
    if (state === 'ready') {
      await this.#db
        .prepare(
          `INSERT INTO recording_links (hash, recording, holder, is_owner) VALUES (?, ?, 'view', 0)
           ON CONFLICT (hash) DO NOTHING`,
        )
        .bind(hashOf(token), id)
        .run();
    }
    return recordingPath(token);
  }

  /** Notes the address to which a holder wants their link mailed. False when it was mailed to another one already. */
  async noteAddress(recording: string, holder: string, email: string): Promise<boolean> {
    const { meta } = await this.#db
      .prepare(
        `UPDATE recording_links SET email = ?1, is_chosen = 1 WHERE recording = ?2 AND holder = ?3
         AND (mailed_at IS NULL OR email = ?1)`,
      )
      .bind(email, recording, holder)
      .run();
    return meta.changes === 1;
  }

  /** Those who have an address and no mail yet, and whom no queue will remember. */
  async unmailed(recording: string, now: number): Promise<string[]> {
    const { results } = await this.#db
      .prepare(
        `SELECT holder FROM recording_links WHERE recording = ?1 AND email IS NOT NULL
         AND mailed_at IS NULL AND queued_until <= ?2
         AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE recording = ?1 AND dead_letters.holder = recording_links.holder)`,
      )
      .bind(recording, now)
      .all<{ holder: string }>();
    return results.map(({ holder }) => holder);
  }

  async noteQueued(recording: string, holders: readonly string[], until: number): Promise<void> {
    await this.#db.batch(
      holders.map((holder) =>
        this.#db
          .prepare('UPDATE recording_links SET queued_until = ? WHERE recording = ? AND holder = ?')
          .bind(until, recording, holder),
      ),
    );
  }

  /** Whether somebody has an address and still no mail. */
  async isWaitedFor(recording: string): Promise<boolean> {
    return (await this.unmailed(recording, Number.MAX_SAFE_INTEGER)).length > 0;
  }

  async ofMeeting(room: string): Promise<MeetingRecord[]> {
    const { results } = await this.#db
      .prepare(
        `SELECT id, started_at AS startedAt, state,
         (SELECT SUM(duration_ms) FROM recording_parts WHERE recording = recordings.id) AS durationMs
         FROM recordings WHERE meeting = ? ORDER BY started_at`,
      )
      .bind(room)
      .all<MeetingRecord>();
    return results;
  }
}

export interface MeetingRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly state: RecordingOutcome;
  readonly durationMs: number | null;
}
