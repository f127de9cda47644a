import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { signed } from '../../../edge/http/playlists.ts';
import { createLog } from '../../../edge/log.ts';
import type { EmailAddress } from '../../../edge/protocol/recording.ts';
import { type Holder, tokenFor } from '../../../edge/recording/links.ts';
import type { Objects, UrlChoice } from '../../../edge/recording/objects.ts';
import {
  chaptersIn,
  deleteExpired,
  deleteRecording,
  findByToken,
  partsOf,
} from '../../../edge/recording/recording-reader.ts';
import { Book, type Part } from '../../../edge/recording/recording-writer.ts';
import { type Recording, recordingIdOf } from '../../../edge/room/recording-state.ts';
import { random } from '../support/meeting.ts';
import { now } from '../support/rules.ts';

const settings = {
  RECORDING_SECRET: 'a secret of more than thirty-two letters',
  RECORDING_DAYS: 7,
};
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function part(change: Partial<Part> = {}): Part {
  return {
    ...{ number: 1, name: `${random.trace()}_1795000000`, kind: 'mp4', bytes: 1_000 },
    ...{ startedAt: now, durationMs: 60_000, ...change },
  };
}

const justNow: Recording = {
  ...{ askedAt: now, title: 'Monday', phase: 'stopping', since: now, layout: 'grid', height: 720 },
  ...{
    by: null,
    byName: '',
    takes: [],
    isBooked: true,
    ghost: null,
    names: ['Ada'],
    chapters: [],
    consents: [],
  },
  recipients: [{ seat: null, email: null, isOwner: true }],
  ...{ end: 'stopped', tries: 0, dueAt: now },
};

async function shelve(parts: readonly Part[], at = now, recording = justNow) {
  const book = new Book(env.DB, settings);
  const room = random.trace();
  await book.begin({ room, home: 'ab'.repeat(32) }, recording);
  expect(await book.finish(room, recording, parts, at)).toBe(true);
  const id = recordingIdOf(room, recording);
  const find = (holder: Holder) => findByToken(env.DB, tokenFor(settings, id, holder));
  return { book, room, id, find };
}

function objectsWhich(removed: string[], stuck?: string) {
  return {
    removeAll: async (name: string) => {
      if (name === stuck) throw new Error('The storage answered 503.');
      removed.push(name);
    },
    urlOf: async (key: string, { lastsMs = 0 }: UrlChoice = {}) => `signed:${key}?${lastsMs}`,
    ...{ size: async () => null, text: async () => null, slice: async () => null },
  };
}

function tidy(objects: Objects, at: number, lines: string[] = []): Promise<number> {
  const log = createLog((line) => lines.push(line), Date.now);
  return deleteExpired({ db: env.DB, objects, log, now: at });
}

describe('a link', () => {
  test('is told apart from every other, and only its hash is stored', async () => {
    const { find, id } = await shelve([part()]);
    expect(await find(0)).toMatchObject({ id, isOwner: true, holder: '0' });
    expect(await find('host')).toMatchObject({ id, isOwner: true });
    expect(await find('live')).toMatchObject({ id, isOwner: false, holder: 'live' });
    expect(await find('view')).toMatchObject({ id, isOwner: false, holder: 'view' });
    expect(await find(1)).toBeUndefined();
    const { results } = await env.DB.prepare('SELECT * FROM recording_links').all();
    expect(JSON.stringify(results)).not.toContain(tokenFor(settings, id, 'host'));
  });

  test('to pass on leads to the same recording, also when it was made before there were such links', async () => {
    const { book, find, id } = await shelve([part()]);
    await env.DB.prepare("DELETE FROM recording_links WHERE holder = 'view'").run();
    expect(await book.pathToShare({ id, state: 'ready' })).toBe(
      `/r/${tokenFor(settings, id, 'view')}`,
    );
    expect(await find('view')).toMatchObject({ id, isOwner: false });
  });

  test('is mailed where its holder said last, and once', async () => {
    const book = new Book(env.DB, settings);
    const [room, home] = [random.trace(), 'ab'.repeat(32)];
    const typo = 'ann@exmaple.org' as EmailAddress;
    const recording = {
      ...justNow,
      recipients: [{ seat: null, email: typo, isOwner: true }],
    };
    await book.begin({ room, home }, recording);
    const id = recordingIdOf(room, recording);
    expect(await book.noteAddress(id, '0', 'ann@example.org')).toBe(true);
    await book.finish(room, recording, [part()], now);
    const row = await env.DB.prepare(
      "SELECT email FROM recording_links WHERE recording = ? AND holder = '0'",
    )
      .bind(id)
      .first();
    expect(row).toEqual({ email: 'ann@example.org' });
    await env.DB.prepare('UPDATE recording_links SET mailed_at = 1 WHERE recording = ?')
      .bind(id)
      .run();
    expect(await book.noteAddress(id, '0', 'ann@example.org')).toBe(true);
    expect(await book.noteAddress(id, '0', 'mallory@example.org')).toBe(false);
  });

  test('has more than 128 bits that cannot be guessed from another', () => {
    const tokens = [0, 1, 'host', 'view', 'live'].map((holder) =>
      tokenFor(settings, 'r', holder as Holder),
    );
    expect(new Set(tokens)).toHaveLength(5);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
    const other = { RECORDING_SECRET: 'another secret of more than thirty-two letters' };
    expect(tokenFor(other, 'r', 0)).not.toBe(tokens[0]);
  });

  test.each(['', '../../x', "' OR 1=1 --", 'A'.repeat(43), 'A'.repeat(10_000)])(
    '%# leads nowhere',
    async (token) => expect(await findByToken(env.DB, token)).toBeUndefined(),
  );
});

describe('a recording', () => {
  test('is finished once', async () => {
    const { book, room } = await shelve([part()]);
    expect(await book.finish(room, justNow, [part()], now)).toBe(false);
  });

  test('of which nothing is left has failed', async () => {
    const { find } = await shelve([part({ kind: null, bytes: 0 })]);
    expect(await find(0)).toMatchObject({ state: 'failed' });
  });

  test('is deleted when its time is up, its objects first, and then says that it was', async () => {
    const mine = part();
    const { find, id } = await shelve([mine]);
    const removed: string[] = [];
    await tidy(objectsWhich(removed), now + 7 * dayMs - 1);
    expect(removed).not.toContain(mine.name);
    await tidy(objectsWhich(removed), now + 7 * dayMs);
    expect(removed).toContain(mine.name);
    const expiresAt = now + 7 * dayMs;
    expect(await find(0)).toMatchObject({ state: 'deleted', title: '', names: [], expiresAt });
    expect(await partsOf(env.DB, id)).toEqual([]);
    const again: string[] = [];
    expect(await tidy(objectsWhich(again), now + 7 * dayMs + 1)).toBe(0);
    expect(again).toEqual([]);
  });

  test('that cannot be deleted waits an hour, and keeps no other from it', async () => {
    const [stuck, mine] = [part(), part()];
    const [first, second] = [await shelve([stuck], now - 1), await shelve([mine])];
    const removed: string[] = [];
    const objects = objectsWhich(removed, stuck.name);
    const lines: string[] = [];
    const due = now + 7 * dayMs;
    expect(await tidy(objects, due, lines)).toBe(1);
    expect(await first.find(0)).toMatchObject({ state: 'ready' });
    expect(await second.find(0)).toMatchObject({ state: 'deleted' });
    expect(lines.join()).toContain(first.id);
    expect(lines.join()).toContain('503');
    expect(await tidy(objectsWhich(removed), due + hourMs - 1)).toBe(0);
    expect(await tidy(objectsWhich(removed), due + hourMs)).toBe(1);
    expect(removed).toContain(stuck.name);
  });

  test('deleted by its owner was not kept too long', async () => {
    const { find, id } = await shelve([part()]);
    await deleteRecording(env.DB, objectsWhich([]), id, 'by-owner');
    expect(await find(0)).toMatchObject({ state: 'deleted', expiresAt: null });
  });
});

describe('those who are to be told', () => {
  const ann = 'ann@example.org' as EmailAddress;
  const lost = () => part({ kind: null, bytes: 0 });
  const withAnn: Recording = {
    ...justNow,
    recipients: [...justNow.recipients, { seat: null, email: ann, isOwner: false }],
  };

  test('are those with an address, of what was kept, and of what was lost', async () => {
    for (const each of [part(), lost()]) {
      const { book, id } = await shelve([each], now, withAnn);
      expect(await book.unmailed(id, now)).toEqual(['1']);
    }
  });

  test('are none where nothing ever began', async () => {
    const { book, id } = await shelve([lost()], now, { ...withAnn, since: null });
    expect(await book.unmailed(id, now)).toEqual([]);
  });

  test('may come later, and have a link at once', async () => {
    const book = new Book(env.DB, settings);
    const room = random.trace();
    const id = recordingIdOf(room, justNow);
    const find = () => findByToken(env.DB, tokenFor(settings, id, 1));
    await book.noteRecipients(room, withAnn);
    expect(await find()).toBeUndefined();
    await book.begin({ room, home: 'ab'.repeat(32) }, justNow);
    await book.noteRecipients(room, withAnn);
    expect(await find()).toMatchObject({ state: 'recording', isOwner: false });
  });

  test('are not remembered anew by what comes late', async () => {
    const { book, id, room } = await shelve([part()], now, withAnn);
    await deleteRecording(env.DB, objectsWhich([]), id, 'by-owner');
    await book.noteRecipients(room, withAnn);
    expect(await book.unmailed(id, now)).toEqual([]);
  });
});

describe('chapters', () => {
  const chapter = (at: number) => ({ at, kind: 'speaker' as const, label: 'Ada' });

  test('are where they are in the film, across its gaps', () => {
    const parts = [part(), part({ number: 2, startedAt: now + 90_000 })];
    const chapters = [now - 500, now + 10_000, now + 75_000, now + 100_000].map(chapter);
    expect(chaptersIn(parts, chapters)).toEqual([
      { atMs: 0, kind: 'speaker', label: 'Ada' },
      { atMs: 10_000, kind: 'speaker', label: 'Ada' },
      { atMs: 60_000, kind: 'part', label: '' },
      { atMs: 70_000, kind: 'speaker', label: 'Ada' },
    ]);
  });
});

test('a playlist leads to nothing but its own segments and their head', async () => {
  const lines = [
    ...['#EXTM3U', '#EXT-X-MAP:URI="segment_head.mp4"', '#EXTINF:4,', 'segment_00000.ts'],
    ...['segment_00001.m4s', '../../other/secret.ts', 'http://evil.example/x.ts'],
    ...['#EXT-X-MAP:URI="https://evil.example/head.mp4"', '#EXT-X-KEY:METHOD=NONE,URI="key"', ''],
  ];
  expect((await signed(lines.join('\n'), 'm_1', objectsWhich([]), 4_000)).split('\n')).toEqual([
    ...['#EXTM3U', '#EXT-X-MAP:URI="signed:m_1/segment_head.mp4?4000"', '#EXTINF:4,'],
    ...['signed:m_1/segment_00000.ts?4000', 'signed:m_1/segment_00001.m4s?4000'],
    ...['', '', '', '', ''],
  ]);
});
