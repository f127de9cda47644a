import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../../../edge/protocol/ids.ts';
import { ping } from '../../../../edge/protocol/limits.ts';
import { MediaKey } from '../../../../edge/protocol/links.ts';
import { RoomHome } from '../../../../edge/protocol/recording.ts';
import type { TransportState } from '../../../../edge/protocol/room-messages.ts';
import { createKeeper, type Keeper } from '../../../../pwa/call/keys/keeper.ts';
import {
  openRecordedCall,
  type RecordedCall,
} from '../../../../pwa/call/recorder/recorded-call.ts';
import { viewOfJoined } from '../../../../pwa/call/room-view.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';
import { createFakeSfu, fakeTrack } from '../fakes/media.ts';
import {
  ada,
  bob,
  events,
  joined,
  meeting,
  person,
  recordingState,
  seatId,
  secret,
} from '../fakes/room.ts';
import { createFakeSockets } from '../fakes/sockets.ts';

const ghost = seatId('ghost');
const link = v.parse(MediaKey, 'AAAAAAAAAAAAAAAAAAAAAA');
const address = {
  home: v.parse(RoomHome, '0123456789abcdef'.repeat(4)),
  ticket: v.parse(Secret, 'a-ticket-of-many-letters'),
  layout: 'grid',
  server: { url: 'ws://media.test', token: 'a.b.c' },
} as const;

const opened: (RecordedCall | Keeper)[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

async function openCall() {
  const sockets = createFakeSockets();
  const clock = createFakeClock();
  const sfu = createFakeSfu();
  const said: string[] = [];
  const call = await openRecordedCall({
    ...{ address, clock, openSocket: sockets.open, startSfu: sfu.start },
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    log: () => {},
    say: (line) => void said.push(line),
  });
  opened.push(call);
  const line = sockets.latest();
  line.open();
  return { call, clock, sfu, said, line };
}

const people = [person(ada, { recorded: 'yes' }), person(bob, { recorded: 'no', joinedAt: 2 })];
const transport = { kind: 'sfu', epoch: 2 } as const;
const recording = recordingState({ state: 'starting', since: null });

/** The room lets the recorder in; without `encryption` there is no key to wait for. */
function enter(
  line: Awaited<ReturnType<typeof openCall>>['line'],
  sealed = false,
  on: TransportState = transport,
): void {
  const encryption = sealed ? { encryption: { generation: 0, maker: null } } : {};
  line.receive(
    { type: 'recorder-welcome', version: 1, meeting, ticket: secret('next'), now: 1_000_500 },
    joined({ you: ghost, people, transport: on, recording, ...encryption }),
  );
}

describe('a recording begins', () => {
  test('two seconds after everything is there, whether anybody shows a picture or not', async () => {
    const { clock, sfu, said, line } = await openCall();
    enter(line);
    await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
    await settled();
    clock.advance(1_900);
    expect(said).toEqual([]);
    clock.advance(200);
    expect(said).toEqual(['START_RECORDING']);
  });

  test('with the first picture, and only once', async () => {
    const { call, clock, sfu, said, line } = await openCall();
    enter(line);
    await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
    await settled();
    call.pictureShown();
    expect(said).toEqual(['START_RECORDING']);
    clock.advance(10_000);
    expect(said).toEqual(['START_RECORDING']);
  });

  test('not before the whole call has come to the media server', async () => {
    const { call, clock, sfu, said, line } = await openCall();
    enter(line, false, { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' });
    await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
    await settled();
    call.pictureShown();
    for (let seconds = 0; seconds < 24; seconds += 1) {
      clock.advance(1_000);
      line.receiveFrame(ping);
    }
    expect(said).toEqual([]);
    line.receive(events(11, { type: 'transport', transport: { kind: 'sfu', epoch: 3 } }));
    expect(said).toEqual(['START_RECORDING']);
  });

  test('not before somebody has handed over the key', async () => {
    const { clock, sfu, said, line } = await openCall();
    const { publicKey } = line.sent('recorder-hello')[0] ?? {};
    enter(line, true);
    await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
    await settled();
    clock.advance(2_500);
    expect(said).toEqual([]);

    // Ada pressed Record; her browser knows the key from the link.
    if (publicKey === undefined) throw new Error('the recorder said no key');
    const say = vi.fn();
    const hers = await createKeeper({ meeting, link, clock, log: () => {}, say });
    opened.push(hers);
    const view = viewOfJoined(
      joined({
        ...{ you: ada, people, transport },
        encryption: { generation: 0, maker: null },
        recording: { ...recording, recorder: { seat: ghost, publicKey } },
      }),
    );
    hers.follow(view);
    await vi.waitFor(() => expect(hers.status.value.kind).toBe('held'));
    const introduced = say.mock.calls.find(([message]) => message.type === 'public-key')?.[0];
    line.receive(
      events(11, {
        type: 'person',
        person: person(ada, { recorded: 'yes', publicKey: introduced.key }),
      }),
    );
    await vi.waitFor(() => {
      clock.advance(100);
      expect(line.sent('ask-key').at(-1)?.to).toBe(ada);
    });
    hers.hear({ type: 'key-asked', from: ghost });
    await vi.waitFor(() =>
      expect(say).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'give-key' })),
    );
    const given = say.mock.lastCall?.[0];
    expect(given.keys[0].to).toBe(ghost);
    line.receive({ type: 'key-given', from: ada, generation: 0, key: given.keys[0].key });
    await vi.waitFor(() => {
      clock.advance(300);
      expect(said).toEqual(['START_RECORDING']);
    });
  });
});

describe('it ends', () => {
  test('when the room records no more', async () => {
    const { said, sfu, line } = await openCall();
    enter(line);
    await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
    line.receive(events(11, { type: 'recording', recording: null }));
    expect(said).toEqual(['END_RECORDING']);
  });

  test('with a word to the room when nobody gives the key', async () => {
    const { clock, sfu, said, line } = await openCall();
    enter(line, true);
    await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
    await settled();
    for (let seconds = 0; seconds < 30; seconds += 1) {
      clock.advance(1_000);
      line.receiveFrame(ping);
    }
    expect(line.sent('recorder-page').map(({ report }) => report)).toEqual([
      { kind: 'failed', why: 'no-key' },
    ]);
    expect(said).toEqual(['END_RECORDING']);
  });
});

test('it sees and hears those who said yes, and asks for no sound of the others', async () => {
  const { call, sfu, line } = await openCall();
  enter(line);
  await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
  await settled();
  const server = sfu.latest();
  for (const seat of [ada, bob]) {
    server.options.events.track(seat, 'microphone', fakeTrack(seat));
  }
  expect([...call.remote.value.keys()]).toEqual([ada]);
  call.want([{ seat: ada, source: 'camera', height: 360 }]);
  expect(server.named('want').at(-1)?.[1]).toEqual([
    { seat: ada, source: 'camera', height: 360 },
    { seat: bob, source: 'microphone', height: 0 },
    { seat: bob, source: 'screen-audio', height: 0 },
  ]);
});

test('the layout is what the address says, until the media server says another', async () => {
  const { call, sfu, line } = await openCall();
  enter(line);
  await vi.waitFor(() => expect(sfu.all).toHaveLength(1));
  expect(call.layout.value).toBe('grid');
  sfu.all[0]?.options.onMetadata?.('{"layout":"speaker"}');
  expect(call.layout.value).toBe('speaker');
  sfu.all[0]?.options.onMetadata?.('');
  expect(call.layout.value).toBe('speaker');
});

test('another layout is followed also when only the room tells of it', async () => {
  const { call, line } = await openCall();
  enter(line);
  await vi.waitFor(() => expect(call.layout.value).toBe('grid'));
  line.receive(events(11, { type: 'recording', recording: { ...recording, layout: 'screen' } }));
  await vi.waitFor(() => expect(call.layout.value).toBe('screen'));
  line.receive(
    joined({ you: ghost, people, transport, recording: { ...recording, layout: 'speaker' } }),
  );
  await vi.waitFor(() => expect(call.layout.value).toBe('speaker'));
});
