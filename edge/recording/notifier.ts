import * as v from 'valibot';
import type { Env } from '../env.ts';
import { type Log, reasonOf } from '../log.ts';
import { type Holder, pathFor } from './links.ts';
import { type Mail, sendMail } from './mail.ts';
import { readRecordingSettings } from './settings.ts';
import { SmtpError } from './smtp.ts';
import { mailAbout } from './words.ts';

/** In the queue: somebody is to be told that a recording is finished. */
export const Notice = v.object({ recording: v.string(), holder: v.string() });
export type Notice = v.InferOutput<typeof Notice>;

/** A mail that is being sent is sent by nobody else; longer than that takes. */
const sendingMs = 60_000;
const firstRetrySeconds = 10;
const longestRetrySeconds = 3_600;
/** A queue is not punctual. */
const queueDelayMs = 120_000;

interface Row {
  readonly email: string;
  readonly isOwner: number;
  readonly title: string;
  readonly startedAt: number;
  readonly state: string;
  readonly expiresAt: number | null;
  readonly durationMs: number | null;
}

export interface NotifierPorts {
  readonly env: Env;
  readonly log: Log;
  now(): number;
}

/** The queue's consumer: each notice becomes one mail, however often it comes. */
export async function tellAll(
  batch: MessageBatch<unknown>,
  { env, log, now }: NotifierPorts,
): Promise<void> {
  for (const message of batch.messages) {
    const notice = v.safeParse(Notice, message.body);
    if (!notice.success) {
      message.ack();
      continue;
    }
    try {
      await tell(notice.output, { env, log, now });
      message.ack();
    } catch (error) {
      const { recording } = notice.output;
      log.event('mail.failed', { recording, attempts: message.attempts, reason: reasonOf(error) });
      if (error instanceof SmtpError && error.isFinal) {
        await bury(notice.output, reasonOf(error), { env, now });
        message.ack();
      } else {
        const pause = firstRetrySeconds * 2 ** (message.attempts - 1);
        const delaySeconds = Math.min(longestRetrySeconds, pause);
        await noteRetry(notice.output, now() + delaySeconds * 1_000 + queueDelayMs, env);
        message.retry({ delaySeconds });
      }
    }
  }
}

async function tell({ recording, holder }: Notice, { env, log, now }: NotifierPorts) {
  const settings = readRecordingSettings(env);
  if (settings === null) throw new SmtpError('Recording is not set up.', true);
  const row = await claim({ recording, holder }, { env, now });
  if (row === null) return;
  const url = `${settings.HOLLER_ORIGIN}${pathFor(settings, recording, readHolder(holder))}`;
  const mail: Mail = {
    to: row.email,
    id: `${recording}.${holder}`,
    ...mailAbout({
      ...row,
      url,
      state: row.state === 'ready' ? 'ready' : 'failed',
      durationMs: row.durationMs ?? 0,
      isOwner: row.isOwner === 1,
    }),
  };
  try {
    await sendMail(mail, settings);
  } catch (error) {
    await release({ recording, holder }, env);
    throw error;
  }
  await env.DB.prepare(
    'UPDATE recording_links SET mailed_at = ? WHERE recording = ? AND holder = ?',
  )
    .bind(now(), recording, holder)
    .run();
  log.event('mail.sent', { recording });
}

/** Null when there is nothing to send any more, or somebody else is sending it. */
async function claim(
  { recording, holder }: Notice,
  { env, now }: Pick<NotifierPorts, 'env' | 'now'>,
): Promise<Row | null> {
  const claimed = await env.DB.prepare(
    `UPDATE recording_links SET tried_until = ?1 WHERE recording = ?2 AND holder = ?3
     AND email IS NOT NULL AND mailed_at IS NULL AND tried_until <= ?4`,
  )
    .bind(now() + sendingMs, recording, holder, now())
    .run();
  if (claimed.meta.changes !== 1) return null;
  return env.DB.prepare(
    `SELECT email, is_owner AS isOwner, title, started_at AS startedAt, state, expires_at AS expiresAt,
     (SELECT SUM(duration_ms) FROM recording_parts WHERE recording = recordings.id) AS durationMs
     FROM recording_links JOIN recordings ON recordings.id = recording
     WHERE recording = ? AND holder = ? AND state IN ('ready', 'failed')`,
  )
    .bind(recording, holder)
    .first<Row>();
}

/** So that the room does not take the notice for lost. */
async function noteRetry({ recording, holder }: Notice, until: number, env: Env): Promise<void> {
  await env.DB.prepare(
    'UPDATE recording_links SET queued_until = ? WHERE recording = ? AND holder = ?',
  )
    .bind(until, recording, holder)
    .run();
}

async function release({ recording, holder }: Notice, env: Env): Promise<void> {
  await env.DB.prepare(
    'UPDATE recording_links SET tried_until = 0 WHERE recording = ? AND holder = ?',
  )
    .bind(recording, holder)
    .run();
}

function readHolder(text: string): Holder {
  return text === 'host' || text === 'view' || text === 'live' ? text : Number(text);
}

// Dead letters ------------------------------------------------------------------------------------

/** The consumer of what the queue has given up. */
export async function buryAll(
  batch: MessageBatch<unknown>,
  { env, log, now }: NotifierPorts,
): Promise<void> {
  for (const message of batch.messages) {
    const notice = v.safeParse(Notice, message.body);
    if (notice.success) {
      await bury(notice.output, 'It was tried too often.', { env, now });
      log.event('mail.given-up', { recording: notice.output.recording });
    }
    message.ack();
  }
}

async function bury(
  { recording, holder }: Notice,
  reason: string,
  { env, now }: Pick<NotifierPorts, 'env' | 'now'>,
): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO dead_letters (id, recording, holder, reason, died_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, died_at = excluded.died_at`,
  )
    .bind(`${recording}.${holder}`, recording, holder, reason, now())
    .run();
}

export interface DeadLetter {
  readonly id: string;
  readonly recording: string;
  readonly reason: string;
  readonly diedAt: number;
}

export async function deadLetters(db: D1Database): Promise<DeadLetter[]> {
  const { results } = await db
    .prepare(
      'SELECT id, recording, reason, died_at AS diedAt FROM dead_letters ORDER BY died_at LIMIT 500',
    )
    .all<DeadLetter>();
  return results;
}

/** Sends them once more; how many there were. */
export async function rerunDeadLetters(env: Env): Promise<number> {
  const { results } = await env.DB.prepare(
    'SELECT id, recording, holder FROM dead_letters LIMIT 500',
  ).all<Notice & { readonly id: string }>();
  for (const { id, recording, holder } of results) {
    await env.NOTICES.send({ recording, holder });
    await env.DB.prepare('DELETE FROM dead_letters WHERE id = ?').bind(id).run();
  }
  return results.length;
}
