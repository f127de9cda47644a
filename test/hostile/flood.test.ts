import { describe, expect, it } from 'vitest';
import { connectPeer, credentialsOf } from '../support/peer-client.ts';
import { createMeeting, joinRoom, openRoom } from '../support/room-client.ts';
import { untilClosed } from '../support/socket.ts';
import { verdictOf } from './hostile-scene.ts';
import { hostileSuite } from './hostile-suite.ts';

const flood = 10_000;
/** What may come through of a flood: a burst, and what a second or two allow besides. */
const mostThatPasses = 1_500;

const suite = hostileSuite('fresh');

describe('10,000 messages at once', () => {
  it('on the room socket end it, and most reach nobody', async () => {
    const { scene } = suite;
    const { client } = await joinRoom(scene.origin, scene.meeting, 'Mallory');
    for (let n = 0; n < flood; n++) {
      const command = { type: 'chat', text: `flood ${n}` };
      client.sendRaw(JSON.stringify({ type: 'command', id: `f${n}`, command }));
    }
    await scene.expectUnharmed();
    const { code } = await untilClosed(client);
    expect(code).toBe(4429);
    const heard = scene.guest.client.events.history.filter(
      ({ event }) => event.type === 'chat' && event.message.text.startsWith('flood'),
    );
    expect(heard.length).toBeLessThan(mostThatPasses);
  });

  it('on the PeerJS socket end it, and most reach nobody', async () => {
    const { scene } = suite;
    const attacker = await joinRoom(scene.origin, scene.meeting, 'Mallory');
    const mallory = await connectPeer(credentialsOf(scene.origin, attacker));
    const guest = await connectPeer(credentialsOf(scene.origin, scene.guest));
    for (let n = 0; n < flood; n++) {
      mallory.send({ type: 'CANDIDATE', dst: guest.id, payload: n });
    }
    await scene.expectUnharmed();
    await untilClosed(mallory);
    expect(guest.count('CANDIDATE')).toBeLessThan(mostThatPasses);
    guest.close();
    attacker.client.close();
  });

  it('before hello end the socket', async () => {
    const { scene } = suite;
    const stranger = await openRoom(scene.origin, scene.meeting);
    for (let n = 0; n < flood; n++) stranger.sendRaw('{"type":"refresh-ice"}');
    await scene.expectUnharmed();
    expect((await untilClosed(stranger)).code).toBe(4429);
  });
});

describe('more than a room has place for', () => {
  it('a sixth member is told that the room is full', async () => {
    const { scene } = suite;
    const others = await Promise.all(
      ['Three', 'Four', 'Five'].map((name) => joinRoom(scene.origin, scene.meeting, name)),
    );
    const sixth = await openRoom(scene.origin, scene.meeting);
    expect((await sixth.hello()).meeting.entry).toBe('full');
    sixth.send({ type: 'join', name: 'Six', publishing: [] });
    expect(await verdictOf(sixth)).toEqual({ code: 'room-full', closed: true });
    for (const { client } of others) client.close();
  });

  it('a thousand sockets that only stand there keep nobody from talking', async () => {
    const { scene } = suite;
    const opening = Array.from({ length: 1_000 }, () => openRoom(scene.origin, scene.meeting));
    const standing = (await Promise.allSettled(opening)).flatMap((each) =>
      each.status === 'fulfilled' ? [each.value] : [],
    );
    await scene.expectUnharmed();
    for (const client of standing) client.close();
  });

  it('creating meetings without end is refused at some point', async () => {
    const { origin } = suite.scene;
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        createMeeting(origin).then(
          () => 'created',
          (error: Error) => error.message,
        ),
      ),
    );
    expect(answers.some((answer) => answer.includes('rate-limited'))).toBe(true);
  });
});
