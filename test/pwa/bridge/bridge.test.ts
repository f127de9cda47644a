import { signal } from '@preact/signals-core';
import { describe, expect, it, vi } from 'vitest';
import { bridgeChannel } from '../../../edge/protocol/bridge-channel.ts';
import type { MeetingId, PeerId, SeatId } from '../../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant } from '../../../edge/protocol/people.ts';
import type { CurrentCall } from '../../../pwa/app.ts';
import { awaitExtension } from '../../../pwa/bridge/await-extension.ts';
import { connectBridge } from '../../../pwa/bridge/bridge.ts';
import { obey } from '../../../pwa/bridge/obey.ts';
import { reportOf } from '../../../pwa/bridge/report.ts';
import type { CallState } from '../../../pwa/call/model/call-state.ts';
import { settled } from '../call/fakes/clock.ts';
import { createFakeLocal } from '../call/fakes/media.ts';

const meeting = 'k3f9-7mqd-2x8v-hw4n-6tpz' as MeetingId;
const you = 'aaaaaaaaaaaa' as SeatId;
const settings: MeetingSettings = {
  ...{ name: 'Weekly', waitingRoom: false, locked: false, share: 'everyone', record: 'everyone' },
};

const ann: Participant = {
  ...{ seat: you, peer: `${you}-1` as PeerId, name: 'Ann', role: 'participant', publishing: [] },
  ...{ rights: { speak: true, show: true, share: true }, handRaisedAt: null, joinedAt: 61_234 },
  ...{ peerSince: 0, awaySince: null },
};

function live(self: Partial<Participant> = {}): Extract<CallState, { phase: 'live' }> {
  const waiting = { ...ann, seat: 'bbbbbbbbbbbb' as SeatId, role: 'waiting' as const };
  return {
    phase: 'live',
    name: 'Ann',
    room: {
      ...{
        seq: 1,
        you,
        settings,
        removed: new Set(),
        chat: [],
        transport: { kind: 'mesh', epoch: 1 },
      },
      ...{
        encryption: null,
        recording: null,
        people: new Map([{ ...ann, ...self }, waiting].map((p) => [p.seat, p])),
      },
    },
  };
}

function setUp(state: CallState = live()) {
  const local = createFakeLocal();
  const sent: unknown[] = [];
  const call = {
    state: signal<CallState>(state),
    local: { ...local, shareTab: vi.fn(async (id: string) => id === 'good-capture') },
    leave: vi.fn(),
    send: async (command: unknown) => void sent.push(command),
    serverOffsetMs: () => 1_000,
  };
  const current = signal<CurrentCall | null>({
    call,
    link: { id: meeting },
  } as unknown as CurrentCall);
  const app = { current, launchMeeting: vi.fn(() => true), screenOffered: signal(false) };
  return { app, call, local, sent };
}

describe('a report', () => {
  it('says what controls need, by the clock of this machine, and nothing of who is there', () => {
    const { app, local } = setUp();
    local.on('microphone');
    expect(reportOf(app.current.value)).toEqual({
      ...{ phase: 'live', meeting, name: 'Weekly', people: 1, knocking: 1, since: 60_000 },
      ...{
        reconnecting: false,
        microphone: true,
        camera: false,
        sharing: 'nothing',
        mayShare: true,
      },
    });
  });

  it.each([
    [{ phase: 'idle' }, 'none'],
    [{ phase: 'lobby', meeting: null }, 'lobby'],
    [{ phase: 'joining', name: 'Ann', meeting: null }, 'lobby'],
    [{ phase: 'ended', reason: 'left' }, 'none'],
  ] as const)('of %j is %s', (state, phase) => {
    expect(reportOf(setUp(state).app.current.value).phase).toBe(phase);
  });

  it('is none without a call', () => {
    expect(reportOf(null)).toEqual({ phase: 'none' });
  });
});

describe('what the extension says', () => {
  it('turns devices the other way, or as it says', async () => {
    const { app, local } = setUp();
    local.on('microphone');
    expect(await obey(app, { type: 'turn', source: 'microphone' })).toBeNull();
    expect(local.isOn('microphone')).toBe(false);
    expect(await obey(app, { type: 'turn', source: 'microphone', on: false })).toBeNull();
    expect(local.isOn('microphone')).toBe(false);
  });

  it('does not go beyond what a host allows', async () => {
    const rights = { speak: false, show: true, share: false };
    const { app, call } = setUp(live({ rights }));
    expect(await obey(app, { type: 'turn', source: 'microphone', on: true })).toBe('not-allowed');
    const capture = 'good-capture' as never;
    expect(await obey(app, { type: 'share-tab', capture })).toBe('not-allowed');
    expect(await obey(app, { type: 'offer-screen' })).toBe('not-allowed');
    expect(call.local.shareTab).not.toHaveBeenCalled();
  });

  it('is told when a capture did not come', async () => {
    const { app } = setUp();
    expect(await obey(app, { type: 'share-tab', capture: 'good-capture' as never })).toBeNull();
    expect(await obey(app, { type: 'share-tab', capture: 'late-capture' as never })).toBe(
      'capture-failed',
    );
  });

  it('is posted, offered and hung up through what the page’s own buttons use', async () => {
    const { app, call, sent } = setUp();
    await obey(app, { type: 'post', text: 'About this page' });
    expect(sent).toEqual([{ type: 'chat', text: 'About this page' }]);
    await obey(app, { type: 'offer-screen' });
    expect(app.screenOffered.value).toBe(true);
    await obey(app, { type: 'hang-up' });
    expect(call.leave).toHaveBeenCalled();
  });

  it('does nothing without a call, but open one', async () => {
    const { app } = setUp({ phase: 'lobby', meeting: null });
    expect(await obey(app, { type: 'turn', source: 'camera' })).toBe('not-in-call');
    app.current.value = null;
    expect(await obey(app, { type: 'hang-up' })).toBe('not-in-call');
    expect(await obey(app, { type: 'open', meeting, joinAtOnce: true, copyLink: true })).toBeNull();
    app.launchMeeting.mockReturnValue(false);
    expect(await obey(app, { type: 'open', meeting, joinAtOnce: true, copyLink: true })).toBe(
      'not-allowed',
    );
  });
});

/** A window as far as the bridge knows one. */
function fakeWindow() {
  const listeners = new Set<(event: MessageEvent) => void>();
  const said: unknown[] = [];
  const talker = {
    location: { origin: 'https://holler.example' } as Location,
    addEventListener: (_: string, listener: never) => void listeners.add(listener),
    removeEventListener: (_: string, listener: never) => void listeners.delete(listener),
    postMessage: (message: unknown) => void said.push(message),
  };
  const hear = (data: unknown, difference: object = {}) => {
    const event = { data, source: talker, origin: talker.location.origin, isTrusted: true };
    for (const listener of [...listeners]) listener({ ...event, ...difference } as never);
  };
  return { talker: talker as unknown as Window, said, hear };
}

const here = { channel: bridgeChannel, from: 'extension', type: 'here' };

describe('the page’s end of the bridge', () => {
  it('is loaded when an extension speaks up in this window, once, and for nobody else', async () => {
    const { talker, said, hear } = fakeWindow();
    const load = vi.fn(async () => {});
    awaitExtension(talker, load);
    expect(said).toEqual([{ channel: bridgeChannel, from: 'page', type: 'here' }]);
    hear(here, { source: {} });
    hear({ ...here, from: 'page' });
    hear('something else');
    hear(null);
    expect(load).not.toHaveBeenCalled();
    hear(here);
    hear(here);
    expect(load).toHaveBeenCalledOnce();
  });

  it('reports each change once, and again to whoever comes', async () => {
    const { talker, said, hear } = fakeWindow();
    const { app, call } = setUp();
    connectBridge(talker, app);
    expect(said).toHaveLength(1);
    call.state.value = live();
    expect(said).toHaveLength(1);
    call.state.value = { phase: 'ended', reason: 'left' };
    expect(said.at(-1)).toMatchObject({ type: 'report', report: { phase: 'none' } });
    hear(here);
    expect(said).toHaveLength(3);
  });

  it('answers what it is told, and nothing that does not fit or comes from elsewhere', async () => {
    const { talker, said, hear } = fakeWindow();
    const { app } = setUp();
    connectBridge(talker, app);
    said.length = 0;
    const order = { ...here, type: 'command', id: '1', command: { type: 'stop-sharing' } };
    hear(order, { origin: 'https://evil.example' });
    hear({ ...order, command: { type: 'format-disk' } });
    await settled();
    expect(said).toEqual([]);
    hear(order);
    await settled();
    expect(said).toEqual([
      { channel: bridgeChannel, from: 'page', type: 'outcome', id: '1', refusal: null },
    ]);
  });
});
