import { describe, expect, it } from 'vitest';
import { connectPeer, credentialsOf, type PeerClient } from '../support/peer-client.ts';
import { joinRoom, type Member } from '../support/room-client.ts';
import { hostileSuite } from './hostile-suite.ts';
import { garbageFrames, type JsonObject, mutationsOf, pollution } from './mutations.ts';

const suite = hostileSuite('fresh');

interface Peers {
  readonly mallory: PeerClient;
  readonly host: PeerClient;
  readonly guest: PeerClient;
}

/** The attacker's PeerJS socket, and those of the two who want to go on. */
async function connectAll(onTestFinished: (close: () => void) => void): Promise<Peers> {
  const { origin, meeting, host, guest } = suite.scene;
  const attacker = await joinRoom(origin, meeting, 'Mallory');
  const connect = (member: Member) => connectPeer(credentialsOf(origin, member));
  const peers = {
    mallory: await connect(attacker),
    host: await connect(host),
    guest: await connect(guest),
  };
  onTestFinished(() => {
    for (const peer of Object.values(peers)) peer.close();
    attacker.client.close();
  });
  return peers;
}

/** The two still signal to each other, and nothing else has come since. */
async function expectUnharmed({ host, guest }: Peers): Promise<void> {
  const before = guest.frames.history.length;
  host.send({ type: 'CANDIDATE', dst: guest.id, payload: 'still here' });
  await guest.frames.take('a candidate', ({ payload }) => payload === 'still here');
  guest.send({ type: 'CANDIDATE', dst: host.id, payload: 'here too' });
  await host.frames.take('a candidate', ({ payload }) => payload === 'here too');
  expect(guest.frames.history).toHaveLength(before + 1);
}

/** What the attacker says next still comes through: their socket lives, and everything before was read. */
async function expectRead({ mallory, guest }: Peers): Promise<void> {
  mallory.send({ type: 'CANDIDATE', dst: guest.id, payload: 'read' });
  await guest.frames.take('a candidate', ({ payload }) => payload === 'read');
}

describe('garbage on the PeerJS socket', () => {
  const ignored = Object.entries(garbageFrames).filter(([name]) => !name.includes('megabyte'));
  const large = Object.entries(garbageFrames).filter(([name]) => name.includes('megabyte'));

  it.for(ignored)('%s is ignored', async ([, frame], { onTestFinished }) => {
    const peers = await connectAll(onTestFinished);
    peers.mallory.sendRaw(frame);
    await expectRead(peers);
    expect(peers.guest.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
    await expectUnharmed(peers);
  });

  it.for(large)('%s reaches nobody', async ([, frame], { onTestFinished }) => {
    const peers = await connectAll(onTestFinished);
    peers.mallory.sendRaw(frame);
    await expectUnharmed(peers);
    expect(peers.guest.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
  });

  it('an offer of a megabyte is not relayed', async ({ onTestFinished }) => {
    const peers = await connectAll(onTestFinished);
    const payload = { sdp: 'x'.repeat(1_000_000) };
    peers.mallory.send({ type: 'OFFER', dst: peers.guest.id, payload });
    await expectUnharmed(peers);
    expect(peers.guest.count('OFFER')).toBe(0);
  });
});

const frameTypes = ['OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE', 'HEARTBEAT'] as const;

describe('PeerJS messages with one field wrong', () => {
  it.for(frameTypes)('%s disturbs nobody', async (type, { onTestFinished }) => {
    const peers = await connectAll(onTestFinished);
    const sample: JsonObject = { type, dst: peers.guest.id, payload: { n: 1 } };
    const wrongEnvelopes = [...mutationsOf(sample)].filter(
      // A LEAVE for nobody is good: it deregisters. Payloads are nobody's business but the receiver's.
      ({ what }) => !what.startsWith('payload') && !(type === 'LEAVE' && what === 'dst missing'),
    );
    for (const { value } of wrongEnvelopes) peers.mallory.send(value);
    await expectRead(peers);
    expect(peers.guest.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
    await expectUnharmed(peers);
  });

  it.for(['OFFER', 'ANSWER', 'CANDIDATE'] as const)(
    '%s carries any payload as it is',
    async (type, { onTestFinished }) => {
      const { mallory, guest } = await connectAll(onTestFinished);
      const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
      for (const payload of [null, 0, '', [], {}, 'text', deep, { type: 'OPEN', src: 'x' }]) {
        mallory.send({ type, dst: guest.id, payload });
        expect(await guest.take(type)).toEqual({
          type,
          src: mallory.id,
          dst: guest.id,
          payload,
        });
      }
    },
  );

  it('a forged EXPIRE or an ERROR reaches nobody', async ({ onTestFinished }) => {
    const peers = await connectAll(onTestFinished);
    for (const type of ['EXPIRE', 'ERROR', 'ID-TAKEN', 'OPEN']) {
      peers.mallory.send({ type, dst: peers.guest.id, src: peers.host.id, payload: {} });
    }
    await expectRead(peers);
    expect(peers.guest.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
  });

  it('keys that pollute prototypes arrive as mere keys', async ({ onTestFinished }) => {
    const peers = await connectAll(onTestFinished);
    peers.mallory.sendRaw(
      `{"type":"OFFER","dst":"${peers.guest.id}",${pollution},"payload":{${pollution}}}`,
    );
    const { src, polluted } = (await peers.guest.take('OFFER')) as JsonObject;
    expect({ src, polluted }).toEqual({ src: peers.mallory.id, polluted: undefined });
    await expectUnharmed(peers);
  });
});

describe('addresses that are not in the room', () => {
  it.for(['__proto__', 'constructor', 'zzzzzzzzzzzz-1', ' ', '\u0000', '../../x'])(
    'a signal to %j reaches nobody',
    async (dst, { onTestFinished }) => {
      const peers = await connectAll(onTestFinished);
      peers.mallory.send({ type: 'OFFER', dst, payload: {} });
      await expectRead(peers);
      await expectUnharmed(peers);
    },
  );

  it("a signal to another room's member reaches nobody", async ({ onTestFinished }) => {
    const { member } = suite.elsewhere;
    const alone = await connectPeer(credentialsOf(suite.scene.origin, member));
    const peers = await connectAll(onTestFinished);
    for (const type of frameTypes) peers.mallory.send({ type, dst: alone.id, payload: {} });
    await expectRead(peers);
    alone.send({ type: 'CANDIDATE', dst: alone.id, payload: 'mine' });
    await alone.take('CANDIDATE');
    expect(alone.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
    alone.close();
  });

  it('signals that wait for nobody are bounded, however many there are', async ({
    onTestFinished,
  }) => {
    const peers = await connectAll(onTestFinished);
    for (let n = 0; n < 400; n++) {
      peers.mallory.send({
        type: 'OFFER',
        dst: `zzzzzzzzzzzz-${n + 1}`,
        payload: 'x'.repeat(2_000),
      });
    }
    await expectRead(peers);
    await expectUnharmed(peers);
  });
});
