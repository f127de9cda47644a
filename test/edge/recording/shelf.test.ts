import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { signed } from '../../../edge/http/playlists.ts';
import { Book, type Part } from '../../../edge/recording/book.ts';
import { type Holder, tokenFor } from '../../../edge/recording/links.ts';
import { chaptersIn, deleteExpired, findByToken, partsOf } from '../../../edge/recording/shelf.ts';
import { type Recording, recordingIdOf } from '../../../edge/room/recording-state.ts';
import { random } from '../support/meeting.ts';
import { now } from '../support/rules.ts';

const settings = {
  RECORDING_SECRET: 'a secret of more than thirty-two letters',
  RECORDING_DAYS: 7,
};
const dayMs = 24 * 3_600_000;

function part(change: Partial<Part> = {}): Part {
  return {
    ...{ number: 1, name: `${random.trace()}_1795000000`, kind: 'mp4', bytes: 1_000 },
    ...{ startedAt: now, durationMs: 60_000, ...change },
  };
}

const recording: Recording = {
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

async function shelve(parts: readonly Part[], at = now) {
  const book = new Book(env.DB, settings);
  const room = random.trace();
  await book.begin({ room, home: 'ab'.repeat(32) }, recording);
  expect(await book.finish(room, recording, parts, at)).toBe(true);
  const id = recordingIdOf(room, recording);
  const find = (holder: Holder) => findByToken(env.DB, tokenFor(settings, id, holder));
  return { book, room, id, find };
}

function objectsWhich(removed: string[], fails = false) {
  return {
    removeAll: async (name: string) => {
      if (fails) throw new Error('The storage answered 503.');
      removed.push(name);
    },
    urlOf: async (key: string) => `signed:${key}`,
    ...{ size: async () => null, text: async () => null },
  };
}

describe('a link', () => {
  test('is told apart from every other, and only its hash is stored', async () => {
    const { find, id } = await shelve([part()]);
    expect(await find(0)).toMatchObject({ id, isOwner: true, isLive: false });
    expect(await find('host')).toMatchObject({ id, isOwner: true });
    expect(await find('live')).toMatchObject({ id, isOwner: false, isLive: true });
    expect(await find(1)).toBeUndefined();
    const { results } = await env.DB.prepare('SELECT * FROM recording_links').all();
    expect(JSON.stringify(results)).not.toContain(tokenFor(settings, id, 'host'));
  });

  test('has more than 128 bits that cannot be guessed from another', () => {
    const tokens = [0, 1, 'host', 'live'].map((holder) =>
      tokenFor(settings, 'r', holder as Holder),
    );
    expect(new Set(tokens)).toHaveLength(4);
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
    expect(await book.finish(room, recording, [part()], now)).toBe(false);
  });

  test('of which nothing is left has failed', async () => {
    const { find } = await shelve([part({ kind: null, bytes: 0 })]);
    expect(await find(0)).toMatchObject({ state: 'failed' });
  });

  test('is deleted when its time is up, its objects first', async () => {
    const mine = part();
    const { find, id } = await shelve([mine]);
    const removed: string[] = [];
    await deleteExpired(env.DB, objectsWhich(removed), now + 7 * dayMs - 1);
    expect(removed).not.toContain(mine.name);
    const failing = deleteExpired(env.DB, objectsWhich([], true), now + 7 * dayMs);
    await expect(failing).rejects.toThrow('503');
    expect(await find(0)).toMatchObject({ state: 'ready' });
    await deleteExpired(env.DB, objectsWhich(removed), now + 7 * dayMs);
    expect(removed).toContain(mine.name);
    expect(await find(0)).toMatchObject({ state: 'deleted', title: '', names: [] });
    expect(await partsOf(env.DB, id)).toEqual([]);
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

test('a playlist leads to nothing but its own segments', async () => {
  const text =
    '#EXTM3U\n#EXTINF:4,\nsegment_00000.ts\n../../other/secret.ts\nhttp://evil.example/x.ts\n';
  expect(await signed(text, 'm_1', objectsWhich([]))).toBe(
    '#EXTM3U\n#EXTINF:4,\nsigned:m_1/segment_00000.ts\n\n\n',
  );
});
