import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MeetingId, Secret } from '../../edge/protocol/ids.ts';
import { addRecent, rememberMade, takeMade } from '../../extension/store/history.ts';
import { changeSession, parseSession, readSession } from '../../extension/store/session.ts';
import {
  changeSettings,
  fileOf,
  readFileOf,
  readSettings,
} from '../../extension/store/settings.ts';
import { judge } from '../../extension/worker/server.ts';

const { areas } = vi.hoisted(() => ({
  areas: { local: new Map<string, unknown>(), session: new Map<string, unknown>() },
}));

vi.mock('webextension-polyfill', () => {
  const area = (kept: Map<string, unknown>) => ({
    get: async (key: string) => ({ [key]: structuredClone(kept.get(key)) }),
    set: async (values: object) => {
      for (const [key, value] of Object.entries(values)) kept.set(key, structuredClone(value));
    },
  });
  return {
    default: {
      runtime: { getBrowserInfo: async () => ({}) },
      storage: { local: area(areas.local), session: area(areas.session) },
    },
  };
});

beforeEach(() => {
  areas.local.clear();
  areas.session.clear();
});

const meeting = 'k3f9-7mqd-2x8v-hw4n-6tpz' as MeetingId;
const hostToken = 'A'.repeat(43) as Secret;

describe('settings', () => {
  it('are the usual ones until somebody chooses', async () => {
    expect(await readSettings()).toEqual({
      ...{ server: null, theme: 'system', language: 'system', click: 'popup', clickToCall: false },
    });
  });

  it('that do not fit are as if they had not been chosen, the others stay', async () => {
    areas.local.set('settings', { server: 'javascript:alert(1)', theme: 'dark', click: 7 });
    expect(await readSettings()).toMatchObject({ server: null, theme: 'dark', click: 'popup' });
  });

  it('go into a file and out of it', async () => {
    const settings = await changeSettings({ server: 'https://holler.example', theme: 'dark' });
    expect(readFileOf(fileOf(settings))).toEqual(settings);
  });

  it.each([['{}'], ['not json'], ['{"holler":"something-else","settings":{}}'], ['null']])(
    'are not taken out of %s',
    (text) => {
      expect(readFileOf(text)).toBeUndefined();
    },
  );
});

describe('the session', () => {
  it('is empty again when it was written by somebody else', () => {
    expect(parseSession({ pages: 'all of them' }).pages).toEqual([]);
    expect(parseSession(undefined).pages).toEqual([]);
  });

  it('is changed by one event after the other', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        changeSession((session) => ({
          ...session,
          posts: [...session.posts, { tab: 1, text: `${at}`, at }],
        })),
      ),
    );
    expect((await readSession()).posts).toHaveLength(20);
  });

  it('goes on after a change that failed', async () => {
    await expect(
      changeSession(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await changeSession((session) => ({ ...session, notice: 'failed' }))).notice).toBe(
      'failed',
    );
  });
});

describe('what is remembered of calls', () => {
  it('is each call once, the latest first, and no more than fit', () => {
    const call = (at: number) => ({ meeting: `${at % 8}` as MeetingId, name: '', at });
    const list = Array.from({ length: 20 }, (_, at) => call(at)).reduce(
      (calls, one) => addRecent(calls, one),
      [] as ReturnType<typeof addRecent>,
    );
    expect(list.map(({ at }) => at)).toEqual([19, 18, 17, 16, 15, 14]);
  });

  it('gives a host’s token away once, and not after it has expired', async () => {
    await rememberMade({ meeting, hostToken, expiresAt: 10 });
    expect(await takeMade(meeting, 5)).toMatchObject({ hostToken });
    expect(await takeMade(meeting, 5)).toBeUndefined();
    await rememberMade({ meeting, hostToken, expiresAt: 10 });
    expect(await takeMade(meeting, 11)).toBeUndefined();
  });
});

describe('what a server says it is', () => {
  const card = {
    service: 'holler',
    version: '1.2.3',
    protocol: { current: 1, oldest: 1 },
    capabilities: [],
  };

  it.each([
    [JSON.stringify(card), { ok: true, version: '1.2.3' }],
    [
      JSON.stringify({ ...card, protocol: { current: 0, oldest: 0 } }),
      { ok: false, problem: 'too-old' },
    ],
    [
      JSON.stringify({ ...card, protocol: { current: 9, oldest: 8 } }),
      { ok: false, problem: 'too-new' },
    ],
    [JSON.stringify({ ...card, service: 'other' }), { ok: false, problem: 'not-holler' }],
    ['<!doctype html>', { ok: false, problem: 'not-holler' }],
    ['null', { ok: false, problem: 'not-holler' }],
    ['', { ok: false, problem: 'not-holler' }],
  ])('%s', (text, verdict) => {
    expect(judge(text)).toEqual(verdict);
  });
});
