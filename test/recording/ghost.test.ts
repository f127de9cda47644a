import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicKey, SealedKey } from '../../edge/protocol/encryption.ts';
import { type RoomHome, recorderSocketPath } from '../../edge/protocol/recording.ts';
import { protocolVersions } from '../../edge/protocol/version.ts';
import { openRecordedCall, type RecordedCall } from '../support/recorded-call.ts';
import { whyNotRecord } from '../support/recording-scene.ts';
import { type RecordingStack, startRecordingStack } from '../support/recording-stack.ts';
import { openRoom, openRoomAt, type RoomClient } from '../support/room-client.ts';
import { skipBecause } from '../support/skip.ts';
import { untilClosed } from '../support/socket.ts';

const publicKey = `B${'A'.repeat(86)}` as PublicKey;
const sealed = 'A'.repeat(80) as SealedKey;

describe('the page that is recorded', skipBecause(whyNotRecord), () => {
  let place: RecordingStack;
  let call: RecordedCall;
  let home: RoomHome;
  let ticket: string;

  beforeAll(async () => {
    place = await startRecordingStack();
    await place.startRecorder();
    call = await openRecordedCall(place.origin, 2);
    // Somebody knocks, whom hosts alone may see.
    const settings = { waitingRoom: true };
    await call.host.client.command({ type: 'change-settings', settings });
    const knocker = await openRoom(place.origin, call.created.id);
    await knocker.hello({ capabilities: ['mesh', 'sfu'] });
    knocker.send({ type: 'join', name: 'Knocker', publishing: [] });
    await knocker.take('waiting');
  }, 120_000);

  afterAll(async () => {
    call?.close();
    await place?.stop();
  });

  async function come(with_: string, key = publicKey): Promise<RoomClient> {
    const client = await openRoomAt(place.origin, recorderSocketPath(home));
    client.send({
      type: 'recorder-hello',
      version: protocolVersions.current,
      ticket: with_,
      publicKey: key,
    });
    return client;
  }

  it('gets an address without the meeting’s id, and with a ticket', {
    timeout: 60_000,
  }, async () => {
    await call.press();
    const query = await place.pages.opened.take('the page', () => true, 20_000);
    expect(query.get('layout')).toBe('grid');
    expect(query.toString()).not.toContain(call.created.id);
    home = query.get('room') as RoomHome;
    ticket = query.get('ticket') ?? '';
    expect(home).toMatch(/^[0-9a-f]{64}$/);
    await call.untilOn();
  });

  it('is told what members know, but for chat and the waiting room, and is in nobody’s roster', async () => {
    const page = await come(ticket);
    const welcome = await page.take('recorder-welcome');
    expect(welcome.meeting).toBe(call.created.id);
    const joined = await page.take('joined');
    expect(joined.people.map(({ name }) => name).toSorted()).toEqual(['Guest 1', 'Host']);
    expect(joined.mediaServer).toBeUndefined();
    const shown = await call.untilRecording((each) => each?.recorder != null);
    expect(shown?.recorder).toEqual({ seat: joined.you, publicKey });

    await call.host.client.command({ type: 'chat', text: 'this is between us' });
    await call.guests[0]?.client.command({ type: 'recording-consent', answer: 'no' });
    const told = await page.takeEvent('person');
    expect(told.person).toMatchObject({ name: 'Guest 1', recorded: 'no' });
    expect(page.events.history.map(({ event }) => event.type)).not.toContain('chat');

    // A member seals the key for it, as for anybody who lacks it.
    page.send({ type: 'ask-key', to: call.host.joined.you });
    const asked = await call.host.client.take('key-asked');
    expect(asked.from).toBe(joined.you);
    call.host.client.send({
      type: 'give-key',
      generation: 0,
      keys: [{ to: joined.you, key: sealed }],
    });
    expect(await page.take('key-given')).toMatchObject({ key: sealed, generation: 0 });

    // The ticket in its address is worth nothing any more; the one it was given brings it back.
    const thief = await come(ticket);
    expect((await untilClosed(thief)).code).toBe(4_401);
    const again = await come(welcome.ticket);
    await again.take('joined');
    ticket = (await again.take('recorder-welcome')).ticket;
    const another = await come(ticket, `B${'B'.repeat(86)}` as PublicKey);
    expect((await untilClosed(another)).code).toBe(4_401);

    // What it may not say ends it, and changes nothing.
    again.send({ type: 'command', id: 'c1' as never, command: { type: 'end' } });
    expect((await untilClosed(again)).code).toBe(4_403);
  });

  it('knows a key that is another one when it is over', { timeout: 30_000 }, async () => {
    const page = await come(ticket);
    ({ ticket } = await page.take('recorder-welcome'));
    await call.host.client.command({ type: 'stop-recording' });
    const { encryption } = await call.host.client.takeEvent('encryption', undefined, 20_000);
    expect(encryption).toEqual({ generation: 1, maker: null });
    const late = await come(ticket);
    expect((await untilClosed(late)).code).toBe(4_401);
  });
});
