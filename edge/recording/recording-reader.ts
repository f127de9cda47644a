import { type Log, reasonOf } from '../log.ts';
import { brandIf } from '../protocol/ids.ts';
import { LinkToken } from '../protocol/recording.ts';
import type { RecordingOutcome, RecordingView } from '../protocol/recordings-rest.ts';
import type { Chapter } from '../room/recording-state.ts';
import { isSameSecret } from '../secrets/same-secret.ts';
import { hashOf } from './links.ts';
import { fileOf, type Objects } from './objects.ts';
import type { Part } from './recording-writer.ts';

export interface Shelved {
  readonly id: string;
  readonly home: string;
  readonly title: string;
  readonly startedAt: number;
  readonly state: RecordingOutcome;
  readonly names: readonly string[];
  readonly chapters: readonly Chapter[];
  readonly expiresAt: number | null;
  readonly isOwner: boolean;
  /** See Holder. */
  readonly holder: string;
}

interface Row {
  readonly hash: string;
  readonly holder: string;
  readonly isOwner: number;
  readonly id: string;
  readonly home: string;
  readonly title: string;
  readonly startedAt: number;
  readonly state: RecordingOutcome;
  readonly names: string;
  readonly chapters: string;
  readonly expiresAt: number | null;
}

/** The recording that a link leads to; undefined for every token that is nobody's, in whichever way. */
export async function findByToken(db: D1Database, text: string): Promise<Shelved | undefined> {
  const token = brandIf(LinkToken, text);
  if (token === undefined) return undefined;
  const hash = hashOf(token);
  // The time that this takes tells of the hash at most, which nobody can choose.
  const row = await db
    .prepare(
      `SELECT hash, holder, is_owner AS isOwner, id, home, title, started_at AS startedAt, state, names,
       chapters, expires_at AS expiresAt
       FROM recording_links JOIN recordings ON recordings.id = recording WHERE hash = ?`,
    )
    .bind(hash)
    .first<Row>();
  if (row === null || !isSameSecret(row.hash, hash)) return undefined;
  return {
    ...row,
    names: JSON.parse(row.names) as string[],
    chapters: JSON.parse(row.chapters) as Chapter[],
    isOwner: row.isOwner === 1,
  };
}

export async function partsOf(db: D1Database, recording: string): Promise<Part[]> {
  const { results } = await db
    .prepare(
      `SELECT number, name, kind, started_at AS startedAt, duration_ms AS durationMs, bytes
       FROM recording_parts WHERE recording = ? ORDER BY number`,
    )
    .bind(recording)
    .all<Part>();
  return results;
}

type KeptPart = Part & { readonly kind: 'mp4' | 'hls' };

export interface Shelf {
  readonly objects: Objects;
  /** A link to pass on, which only plays; null when the link that was shown is itself such a link. */
  readonly sharePath: string | null;
  /** Where the playlist of a part is served. */
  hlsUrlOf(part: Part): string;
}

/** What a page shows. */
export async function viewOf(
  shelved: Shelved,
  parts: readonly Part[],
  { objects, sharePath, hlsUrlOf }: Shelf,
): Promise<RecordingView> {
  const isThere = shelved.state === 'ready';
  const kept = isThere ? parts.filter((part): part is KeptPart => part.kind !== null) : [];
  return {
    recording: shelved.id,
    meeting: shelved.title,
    names: [...shelved.names],
    startedAt: kept[0]?.startedAt ?? shelved.startedAt,
    durationMs: kept.reduce((sum, { durationMs }) => sum + durationMs, 0),
    state: shelved.state,
    parts: await Promise.all(kept.map((part) => shown(part))),
    chapters: isThere ? chaptersIn(kept, shelved.chapters) : [],
    expiresAt: shelved.expiresAt,
    owner: shelved.isOwner,
    sharePath,
  };

  async function shown(part: KeptPart): Promise<RecordingView['parts'][number]> {
    const { kind, name, startedAt, durationMs, bytes } = part;
    const about = { kind, startedAt, durationMs, bytes };
    if (kind === 'hls') return { ...about, url: hlsUrlOf(part), downloadUrl: null };
    const file = fileOf(name);
    return {
      ...about,
      url: await objects.urlOf(file),
      downloadUrl: await objects.urlOf(file, { saveAs: file }),
    };
  }
}

/** Moments of the day become moments of the film, which has gaps where nothing was recorded. */
export function chaptersIn(
  parts: readonly Part[],
  chapters: readonly Chapter[],
): RecordingView['chapters'] {
  const all: RecordingView['chapters'] = [];
  let beforeMs = 0;
  for (const [index, { startedAt, durationMs }] of parts.entries()) {
    if (index > 0) all.push({ atMs: beforeMs, kind: 'part', label: '' });
    for (const { at, kind, label } of chapters) {
      const isBeforeAll = index === 0 && at < startedAt;
      if (!isBeforeAll && (at < startedAt || at >= startedAt + durationMs)) continue;
      all.push({ atMs: beforeMs + Math.max(0, at - startedAt), kind, label });
    }
    beforeMs += durationMs;
  }
  return all;
}

/**
 * Really: its objects first, so that nothing is called deleted that is still there. When its time was up is kept:
 * whoever comes for it is told.
 */
export async function deleteRecording(
  db: D1Database,
  objects: Objects,
  recording: string,
  why: 'by-owner' | 'expired',
): Promise<void> {
  for (const { name } of await partsOf(db, recording)) await objects.removeAll(name);
  await db.batch([
    db
      .prepare(
        `UPDATE recordings SET state = 'deleted', title = '', names = '[]', chapters = '[]',
         expires_at = CASE WHEN ? THEN expires_at END WHERE id = ?`,
      )
      .bind(why === 'expired' ? 1 : 0, recording),
    db.prepare('DELETE FROM recording_parts WHERE recording = ?').bind(recording),
    // What was not mailed yet would lead to nothing.
    db.prepare('UPDATE recording_links SET email = NULL WHERE recording = ?').bind(recording),
    db.prepare('DELETE FROM dead_letters WHERE recording = ?').bind(recording),
  ]);
}

/** As many as one run of the scheduled job takes. */
const mostAtOnce = 20;
/** One that cannot be deleted must not keep the others from it. */
const retryMs = 3_600_000;

export interface RetentionPorts {
  readonly db: D1Database;
  readonly objects: Objects;
  readonly log: Log;
  readonly now: number;
}

/** The scheduled job: what has been kept for as long as it was to be. */
export async function deleteExpired({ db, objects, log, now }: RetentionPorts): Promise<number> {
  const { results } = await db
    .prepare(
      `SELECT id FROM recordings WHERE expires_at <= ? AND state <> 'deleted'
       ORDER BY expires_at LIMIT ?`,
    )
    .bind(now, mostAtOnce)
    .all<{ id: string }>();
  let deleted = 0;
  for (const { id } of results) {
    try {
      await deleteRecording(db, objects, id, 'expired');
      deleted += 1;
    } catch (error) {
      log.event('recording.kept-too-long', { recording: id, reason: reasonOf(error) });
      const later = db.prepare('UPDATE recordings SET expires_at = ? WHERE id = ?');
      await later.bind(now + retryMs, id).run();
    }
  }
  return deleted;
}
