import { describe, expect, it } from 'vitest';
import type { LiveReport } from '../../edge/protocol/bridge.ts';
import type { MeetingId } from '../../edge/protocol/ids.ts';
import { hear } from '../../extension/store/calls.ts';
import { clockOf } from '../../extension/store/clock.ts';
import { lookOf } from '../../extension/store/look.ts';
import type { Session } from '../../extension/store/session.ts';

const live: LiveReport = {
  ...{ phase: 'live', meeting: 'k3f9-7mqd-2x8v-hw4n-6tpz' as MeetingId, name: '', people: 2 },
  ...{ knocking: 0, since: 0, reconnecting: false, microphone: true, camera: true },
  ...{ sharing: 'nothing', mayShare: true },
};
const empty: Session = {
  ...{ pages: [], outbox: [], posts: [], sharing: null, asked: null, invite: null, notice: null },
};
const inCall = (change: Partial<LiveReport>) => hear(empty, 1, { ...live, ...change }, 0);

describe('the toolbar button', () => {
  it.each([
    ['nothing', empty, { icon: 'idle', badge: '', title: 'Holler' }],
    ['a call', inCall({}), { icon: 'call', badge: '', title: 'Holler: in a call' }],
    [
      'a silent microphone',
      inCall({ microphone: false }),
      { icon: 'muted', badge: '', title: 'Holler: in a call, muted' },
    ],
    [
      'a shared tab',
      inCall({ sharing: 'tab' }),
      { icon: 'sharing', badge: '▲', title: 'Holler: in a call, sharing a tab' },
    ],
    [
      'a shared screen without a voice',
      inCall({ sharing: 'screen', microphone: false }),
      { icon: 'muted', badge: '▲', title: 'Holler: in a call, muted, sharing your screen' },
    ],
    [
      'people at the door, before all else',
      inCall({ knocking: 2, sharing: 'tab' }),
      { icon: 'sharing', badge: '2', title: 'Holler: in a call, sharing a tab, 2 people waiting' },
    ],
    [
      'what went wrong',
      { ...inCall({}), notice: 'not-in-call' } satisfies Session,
      { icon: 'call', badge: '!' },
    ],
  ])('shows %s', (_what, session, look) => {
    expect(lookOf(session)).toMatchObject(look);
  });
});

it.each([
  [0, '0:00'],
  [59_999, '0:59'],
  [61_000, '1:01'],
  [3_600_000, '1:00:00'],
  [-5_000, '0:00'],
])('%i ms are shown as %s', (durationMs, clock) => {
  expect(clockOf(durationMs)).toBe(clock);
});
