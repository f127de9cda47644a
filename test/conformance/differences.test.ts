import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peerErrors } from '../../edge/protocol/peer-messages.ts';
import { connectPeer, connectRaw, credentialsOf } from '../support/peer-client.ts';
import { joinRoom, openRoom } from '../support/room-client.ts';
import { untilClosed } from '../support/socket.ts';
import { type DifferenceName, differences } from './differences.ts';
import { createEdge, type EdgeRealm } from './edge.ts';
import { createReference } from './reference.ts';
import { createScene, type Scene } from './server-under-test.ts';
import { offerUntilExpired } from './signalling.ts';

interface Demonstration {
  readonly reference: (scene: Scene) => Promise<void>;
  readonly edge: (scene: Scene, realm: EdgeRealm) => Promise<void>;
}

/** Nothing but `payload: 'seen'` may have come when it has come. */
async function expectOnlySeen(scene: Scene, from: number, to: number): Promise<void> {
  const [sender, receiver] = [await scene.connect(from), await scene.connect(to)];
  sender.send({ type: 'CANDIDATE', dst: receiver.id, payload: 'seen' });
  await receiver.frames.take('the last', ({ payload }) => payload === 'seen');
  const payloads = receiver.frames.history.flatMap(({ payload }) => payload ?? []);
  expect(payloads).toEqual(['seen']);
}

const demonstrations: Readonly<Record<DifferenceName, Demonstration>> = {
  'ticket-required': {
    reference: async (scene) => {
      const peer = await scene.connectAs(1, { token: 'whatever' });
      await peer.take('OPEN');
    },
    edge: async (scene, realm) => {
      const [own, other] = [await scene.credentials(1), await scene.credentials(2)];
      const { seat } = (await realm.member(1)).welcome;
      const attempts = [
        { token: 'AAAAAAAAAAAAAAAAAAAAAAAA' },
        { token: 'x' },
        { token: other.token },
        { token: seat.secret },
        { id: 'zzzzzzzzzzzz-1' },
        { id: `${seat.id}-2` },
        { id: `${own.id} ` },
      ];
      await Promise.all(
        attempts.map(async (attempt) => {
          const peer = await scene.connectAs(1, attempt);
          expect(await peer.take('ERROR')).toEqual({
            type: 'ERROR',
            payload: { msg: peerErrors.invalidToken },
          });
          await untilClosed(peer);
          expect(peer.count('OPEN')).toBe(0);
        }),
      );
    },
  },

  'members-only': {
    reference: async (scene) => {
      const [one, two] = [await scene.connect(1), await scene.connectAs(2, { id: 'a-stranger' })];
      two.send({ type: 'OFFER', dst: one.id, payload: {} });
      expect(await one.take('OFFER')).toMatchObject({ src: 'a-stranger' });
    },
    edge: async (scene, realm) => {
      const host = await scene.connect(1);
      const lobby = await openRoom(realm.origin, realm.meeting);
      const lobbyCredentials = credentialsOf(realm.origin, { welcome: await lobby.hello() });
      const lobbyPeer = await connectPeer(lobbyCredentials);
      lobbyPeer.send({ type: 'OFFER', dst: host.id, payload: 'from the lobby' });
      host.send({ type: 'OFFER', dst: lobbyCredentials.id, payload: 'to the lobby' });

      const elsewhere = createScene(await edge.openRealm());
      const foreign = await elsewhere.connect(1);
      foreign.send({ type: 'OFFER', dst: host.id, payload: 'from another room' });
      host.send({ type: 'OFFER', dst: foreign.id, payload: 'to another room' });
      await expectOnlySeen(elsewhere, 2, 1);
      expect(foreign.count('OFFER')).toBe(0);
      elsewhere.close();

      await expectOnlySeen(scene, 2, 1);
      expect(host.count('OFFER')).toBe(0);
      expect(lobbyPeer.frames.history).toEqual([{ type: 'OPEN' }]);
      lobby.close();
      lobbyPeer.close();
    },
  },

  'takeover-opens': {
    reference: async (scene) => {
      const [first, other] = [await scene.connect(1), await scene.connect(2)];
      const second = await scene.connectAs(1, {});
      other.send({ type: 'OFFER', dst: first.id, payload: {} });
      await second.take('OFFER');
      expect(second.count('OPEN')).toBe(0);
      expect(first.isOpen).toBe(true);
    },
    edge: async (scene) => {
      const first = await scene.connect(1);
      const second = await scene.connectAs(1, {});
      await second.take('OPEN');
      await untilClosed(first);
      expect(second.isOpen).toBe(true);
    },
  },

  'leave-when-left': {
    reference: async (scene) => {
      const [one, two] = [await scene.connect(1), await scene.connect(2)];
      one.send({ type: 'OFFER', dst: two.id, payload: {} });
      await two.take('OFFER');
      one.close();
      await untilClosed(one);
      await offerUntilExpired(two, one.id);
      expect(two.count('LEAVE')).toBe(0);
    },
    edge: async (scene, realm) => {
      const two = await scene.connect(2);
      const [leaver, reloader] = [await realm.member(1), await realm.member(3)];
      await Promise.all([scene.connect(1), scene.connect(3)]);

      leaver.client.send({ type: 'command', id: 'leave', command: { type: 'leave' } });
      await leaver.client.take('closing');
      expect(await two.take('LEAVE')).toEqual({
        type: 'LEAVE',
        src: leaver.welcome.peer.id,
        dst: two.id,
      });

      const page = await joinRoom(realm.origin, realm.meeting, 'Reloaded', {
        seat: reloader.welcome.seat,
      });
      expect(page.welcome.peer.id).not.toBe(reloader.welcome.peer.id);
      expect(await two.take('LEAVE')).toMatchObject({ src: reloader.welcome.peer.id });
      page.client.close();
    },
  },

  'survives-garbage': {
    reference: async (scene) => {
      const [one, two] = [await scene.connect(1), await scene.connect(2)];
      one.sendRaw('not json');
      await untilClosed(two);
    },
    edge: async (scene) => {
      const [one, two, three] = [
        await scene.connect(1),
        await scene.connect(2),
        await scene.connect(3),
      ];
      const { id: dst } = two;
      for (const frame of ['not json', '', '[]', 'null', '7', '"text"']) one.sendRaw(frame);
      one.sendRaw(new Uint8Array([0, 255, 128, 7]).buffer);
      three.send({ type: 'CANDIDATE', dst, payload: 'seen' });
      await two.frames.take('the last', ({ payload }) => payload === 'seen');
      const again = await scene.connect(1);
      again.send({ type: 'CANDIDATE', dst, payload: 'again' });
      await two.frames.take('the next', ({ payload }) => payload === 'again');
      expect(two.frames.history.map(({ type }) => type)).toEqual([
        'OPEN',
        'CANDIDATE',
        'CANDIDATE',
      ]);
    },
  },

  'heartbeat-echo': {
    reference: async (scene) => {
      const [one, two] = [await scene.connect(1), await scene.connect(2)];
      one.send({ type: 'HEARTBEAT' });
      one.send({ type: 'CANDIDATE', dst: one.id, payload: 'self' });
      await one.take('CANDIDATE');
      expect([one.count('HEARTBEAT'), two.count('HEARTBEAT')]).toEqual([0, 0]);
    },
    edge: async (scene) => {
      const peer = await scene.connect(1);
      peer.send({ type: 'HEARTBEAT' });
      expect(await peer.take('HEARTBEAT')).toEqual({ type: 'HEARTBEAT' });
    },
  },

  'same-origin': {
    reference: async (scene) => {
      expect(await allowedOrigin(scene)).toBe('https://elsewhere.example');
    },
    edge: async (scene) => {
      expect(await allowedOrigin(scene)).toBeNull();
    },
  },
};

async function allowedOrigin(scene: Scene): Promise<string | null> {
  const { origin, path, key } = await scene.credentials(1);
  const answer = await fetch(new URL(`${path}${key}/id`, origin), {
    headers: { origin: 'https://elsewhere.example' },
  });
  await answer.text();
  return answer.headers.get('access-control-allow-origin');
}

const names = Object.keys(differences) as DifferenceName[];
const edge = createEdge();

describe.concurrent("where the edge's PeerServer differs on purpose", () => {
  beforeAll(() => edge.start(), 60_000);
  afterAll(() => edge.stop());

  it.for(names)('the edge: %s', { timeout: 30_000 }, async (name, { onTestFinished }) => {
    const realm = await edge.openRealm();
    const scene = createScene(realm);
    onTestFinished(() => scene.close());
    await demonstrations[name].edge(scene, realm);
  });

  it.for(names)('the peer package: %s', { timeout: 30_000 }, async (name, { onTestFinished }) => {
    // One of them ends its server, so that each has its own.
    const reference = createReference();
    await reference.start();
    const scene = createScene(await reference.openRealm());
    onTestFinished(() => {
      scene.close();
      return reference.stop();
    });
    await demonstrations[name].reference(scene);
  });

  it('a ticket of another room is as good as none', { timeout: 30_000 }, async ({
    onTestFinished,
  }) => {
    const [here, there] = [
      createScene(await edge.openRealm()),
      createScene(await edge.openRealm()),
    ];
    onTestFinished(() => [here, there].forEach((scene) => void scene.close()));
    const { path } = await there.credentials(1);
    const { origin, ...parameters } = await here.credentials(1);
    const intruder = await connectRaw({ origin, path }, parameters);
    await intruder.take('ERROR');
    await untilClosed(intruder);
  });
});
