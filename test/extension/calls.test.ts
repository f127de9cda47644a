import { describe, expect, it } from 'vitest';
import type { CallReport, LiveReport } from '../../edge/protocol/bridge.ts';
import type { MeetingId } from '../../edge/protocol/ids.ts';
import {
  calmPage,
  currentCall,
  forgetPage,
  forgetTab,
  hear,
  liveCall,
  shareStep,
  takeDue,
  wishLifetimeMs,
} from '../../extension/store/calls.ts';
import type { Session } from '../../extension/store/session.ts';

const meeting = 'k3f9-7mqd-2x8v-hw4n-6tpz' as MeetingId;
const none: CallReport = { phase: 'none' };
const lobby: CallReport = { phase: 'lobby', meeting, name: '' };
const live: LiveReport = {
  ...{ phase: 'live', meeting, name: '', people: 2, knocking: 0, since: 0, reconnecting: false },
  ...{ microphone: true, camera: true, sharing: 'nothing', mayShare: true },
};
const empty: Session = {
  ...{ pages: [], outbox: [], posts: [], sharing: null, asked: null, invite: null, notice: null },
};
const page = 7;
const tab = 9;

const withPages = (...pages: readonly (readonly [number, CallReport])[]) =>
  pages.reduce((session, [at, report], index) => hear(session, at, report, index), empty);

describe('the call that the controls are about', () => {
  it('is the one that has come furthest', () => {
    const session = withPages([1, live], [2, lobby], [3, none]);
    expect(currentCall(session)).toEqual({ tab: 1, report: live });
    expect(liveCall(session)?.tab).toBe(1);
    expect(calmPage(session)).toBe(3);
  });

  it('is, of equals, the one that spoke last', () => {
    expect(currentCall(withPages([1, lobby], [2, lobby]))?.tab).toBe(2);
  });

  it.each([[empty], [withPages([1, none])]])('is none when no page has one', (session) => {
    expect(currentCall(session)).toBeNull();
  });

  it('is gone with its page, and everything that was wanted of it', () => {
    const session: Session = {
      ...withPages([page, live]),
      sharing: { tab, page },
      asked: { tab: 3, page, command: null, at: 0 },
      posts: [{ tab: page, text: 'x', at: 0 }],
    };
    expect(forgetPage(session, page)).toEqual(empty);
    expect(forgetTab(session, page)).toEqual(empty);
  });
});

describe('a shared tab', () => {
  const sharing: Session = {
    ...withPages([page, { ...live, sharing: 'tab' }]),
    sharing: { tab, page },
  };

  it('is forgotten when its page says that nothing is shared', () => {
    expect(hear(sharing, page, live, 1).sharing).toBeNull();
    expect(hear(sharing, page, none, 1).sharing).toBeNull();
  });

  it('is kept while its page shares a tab, whatever other pages say', () => {
    expect(hear(sharing, page, { ...live, sharing: 'tab', people: 5 }, 1).sharing).not.toBeNull();
    expect(hear(sharing, 99, none, 1).sharing).not.toBeNull();
  });

  it('is forgotten when it is closed', () => {
    expect(forgetTab(sharing, tab).sharing).toBeNull();
  });

  it('that is not ours to forget changes nothing', () => {
    expect(forgetTab(sharing, 1_000)).toBe(sharing);
  });
});

describe('the key for sharing', () => {
  const shared = { ...live, sharing: 'tab' } as const;
  const sharing: Session = { ...withPages([page, shared]), sharing: { tab, page } };

  it.each([
    ['starts a call when there is none', empty, tab, true, { step: 'start' }],
    ['shares into the call that runs', withPages([page, live]), tab, true, { step: 'share', page }],
    ['stops in the tab that is shared', sharing, tab, true, { step: 'stop', page }],
    ['swaps in another tab', sharing, 10, true, { step: 'share', page }],
    [
      'waits for a call that is not live',
      withPages([page, lobby]),
      tab,
      true,
      { step: 'wait', page },
    ],
    [
      'is refused in the call itself',
      withPages([page, live]),
      page,
      true,
      { step: 'refuse', why: 'own-page' },
    ],
    ['stops in the call itself', sharing, page, true, { step: 'stop', page }],
    [
      'is refused on a page of ours without a call',
      withPages([page, none]),
      page,
      true,
      {
        step: 'refuse',
        why: 'own-page',
      },
    ],
    [
      'is refused where a host has forbidden it',
      withPages([page, { ...live, mayShare: false }]),
      tab,
      true,
      { step: 'refuse', why: 'may-not-share' },
    ],
    [
      'takes the place of a screen that somebody picked',
      withPages([page, { ...live, sharing: 'screen' }]),
      tab,
      true,
      { step: 'share', page },
    ],
    [
      'stops whatever is shared, where tabs cannot be captured',
      withPages([page, { ...live, sharing: 'screen' }]),
      tab,
      false,
      { step: 'stop', page },
    ],
  ] as const)('%s', (_what, session, where, canCapture, step) => {
    expect(shareStep(session, where, canCapture)).toEqual(step);
  });
});

describe('what waits for a call', () => {
  const wishes: Session = {
    ...withPages([page, lobby]),
    asked: { tab, page, command: null, at: 0 },
    posts: [{ tab: page, text: 'About this', at: 0 }],
  };

  it('waits on in the lobby', () => {
    expect(takeDue(wishes, 1)).toEqual([[], wishes]);
  });

  it('is done once, as soon as the call is live', () => {
    const [due, rest] = takeDue(hear(wishes, page, live, 1), 1);
    expect(due).toEqual([
      { type: 'post', page, text: 'About this' },
      { type: 'share', tab, page },
    ]);
    expect(takeDue(rest, 1)[0]).toEqual([]);
  });

  it('is given up when nobody can remember having wanted it', () => {
    const [due, rest] = takeDue(hear(wishes, page, live, 1), wishLifetimeMs + 1);
    expect(due).toEqual([]);
    expect(rest).toMatchObject({ asked: null });
  });

  it('is not asked for twice while the page is at it', () => {
    const asked = { tab, page, command: 'abc', at: 0 };
    const session = { ...withPages([page, live]), asked };
    expect(takeDue(session, 1)).toEqual([[], session]);
  });
});
