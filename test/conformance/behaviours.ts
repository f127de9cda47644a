import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peerErrors } from '../../edge/protocol/peer-messages.ts';
import type { PeerClient } from '../support/peer-client.ts';
import { within } from '../support/socket.ts';
import { createScene, type PeerServerUnderTest, type Scene } from './server-under-test.ts';

/** A peer expires 5 s after the first message that waits for it, plus at most a sweep. */
const expiryMs = { least: 4_500, most: 8_000 } as const;

export type Behave = (sentence: string, body: (scene: Scene) => Promise<void>) => void;

/** What PeerJS's protocol asks of any server; run against each implementation. */
export function describePeerServer(server: PeerServerUnderTest): void {
  // Concurrent, because what expires takes its 5 s.
  describe.concurrent(`PeerServer: ${server.name}`, () => {
    beforeAll(() => server.start(), 60_000);
    afterAll(() => server.stop());

    const behave: Behave = (sentence, body) => {
      it(sentence, async ({ onTestFinished }) => {
        const scene = createScene(await server.openRealm());
        onTestFinished(() => scene.close());
        await body(scene);
      }, 20_000);
    };

    overHttp(behave);
    onConnecting(behave);
    betweenPeers(behave);
    forAbsentPeers(behave);
    onLeaving(behave);
  });
}

function overHttp(behave: Behave): void {
  behave('over HTTP, the id endpoint answers a fresh id as text each time', async (scene) => {
    const { origin, path, key } = await scene.credentials(1);
    const ask = async () => {
      const answer = await fetch(new URL(`${path}${key}/id?ts=1&version=1.5.5`, origin));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\//);
      return answer.text();
    };
    const ids = [await ask(), await ask()];
    expect(ids[0]).toMatch(/^[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*$/);
    expect(ids[1]).not.toBe(ids[0]);
  });

  behave('over HTTP, the path itself answers a card that names the server', async (scene) => {
    const { origin, path } = await scene.credentials(1);
    const answer = await fetch(new URL(path, origin));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      name: expect.any(String),
      description: expect.any(String),
      website: expect.any(String),
    });
  });

  behave('over HTTP, nobody can list the peers', async (scene) => {
    await scene.connect(1);
    const { origin, path, key } = await scene.credentials(1);
    const answer = await fetch(new URL(`${path}${key}/peers`, origin));
    expect(answer.status).toBe(401);
  });
}

function onConnecting(behave: Behave): void {
  behave('on connecting, the first frame is OPEN and nothing else', async (scene) => {
    const peer = await scene.connect(1);
    expect(peer.frames.history).toEqual([{ type: 'OPEN' }]);
  });

  for (const missing of ['id', 'token', 'key'] as const) {
    behave(
      `on connecting without ${missing}, a peer gets an ERROR and is closed`,
      async (scene) => {
        const peer = await scene.connectWithout(1, missing);
        expect(await peer.take('ERROR')).toEqual({
          type: 'ERROR',
          payload: { msg: peerErrors.missingParameters },
        });
        await within(peer.closed, 'the close');
        expect(peer.count('OPEN')).toBe(0);
      },
    );
  }

  behave('on connecting with a wrong key, a peer gets an ERROR and is closed', async (scene) => {
    const peer = await scene.connectAs(1, { key: 'nonsense' });
    expect(await peer.take('ERROR')).toEqual({
      type: 'ERROR',
      payload: { msg: peerErrors.invalidKey },
    });
    await within(peer.closed, 'the close');
    expect(peer.count('OPEN')).toBe(0);
  });

  behave('an id in use with another token is ID-TAKEN and closed', async (scene) => {
    const [owner, other] = [await scene.connect(1), await scene.connect(2)];
    const { id } = await scene.credentials(1);
    const thief = await scene.connectAs(1, { token: 'AAAAAAAAAAAAAAAAAAAAAAAA' });
    expect(await thief.take('ID-TAKEN')).toEqual({
      type: 'ID-TAKEN',
      payload: { msg: 'ID is taken' },
    });
    await within(thief.closed, 'the close');
    other.send({ type: 'CANDIDATE', dst: id, payload: 'still yours' });
    expect(await owner.take('CANDIDATE')).toMatchObject({ payload: 'still yours' });
  });

  behave('the same id and token on a new socket takes over, for good', async (scene) => {
    const [first, other] = [await scene.connect(1), await scene.connect(2)];
    const { id } = await scene.credentials(1);
    const second = await scene.connectAs(1, {});
    other.send({ type: 'OFFER', dst: id, payload: 'one' });
    expect(await second.take('OFFER')).toMatchObject({ payload: 'one' });

    first.close();
    await within(first.closed, 'the close of the first socket');
    second.send({ type: 'ANSWER', dst: (await scene.credentials(2)).id, payload: 'two' });
    expect(await other.take('ANSWER')).toMatchObject({ src: id, payload: 'two' });
    other.send({ type: 'OFFER', dst: id, payload: 'three' });
    await second.frames.take('the third', ({ payload }) => payload === 'three');
    expect(first.count('OFFER')).toBe(0);
  });
}

const description = {
  sdp: { type: 'offer', sdp: 'v=0\r\n' },
  connectionId: 'mc_1',
  n: [1, { a: 2 }],
};

function betweenPeers(behave: Behave): void {
  for (const type of ['OFFER', 'ANSWER', 'CANDIDATE'] as const) {
    behave(
      `${type} arrives with its payload as it was, and with no other fields`,
      async (scene) => {
        const [one, two] = [await scene.connect(1), await scene.connect(2)];
        const [src, dst] = [(await scene.credentials(1)).id, (await scene.credentials(2)).id];
        one.send({ type, dst, payload: description, extra: 'dropped', expires: 1 });
        expect(await two.take(type)).toEqual({ type, src, dst, payload: description });
      },
    );
  }

  behave('the sender cannot pretend to be somebody else', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const [src, dst] = [(await scene.credentials(1)).id, (await scene.credentials(2)).id];
    one.send({ type: 'OFFER', src: 'somebody-else', dst, payload: {} });
    expect((await two.take('OFFER')).src).toBe(src);
  });

  behave('a hundred messages arrive in the order they were sent', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const { id: dst } = await scene.credentials(2);
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    for (const payload of numbers) one.send({ type: 'CANDIDATE', dst, payload });
    await two.frames.take('the last', ({ payload }) => payload === 99);
    expect(two.frames.history.slice(1).map(({ payload }) => payload)).toEqual(numbers);
  });

  behave('a message of an unknown type is ignored', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const { id: dst } = await scene.credentials(2);
    for (const type of ['NONSENSE', 'OPEN', 'ERROR', 'ID-TAKEN', 'toString', '__proto__']) {
      one.send({ type, dst, payload: {} });
    }
    one.send({ type: 'CANDIDATE', dst, payload: 'after' });
    await two.take('CANDIDATE');
    expect(two.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
    expect(one.isOpen).toBe(true);
  });

  behave('HEARTBEAT reaches nobody and disturbs nothing', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const { id: dst } = await scene.credentials(2);
    for (let n = 0; n < 5; n++) one.send({ type: 'HEARTBEAT' });
    one.send({ type: 'CANDIDATE', dst, payload: 'after' });
    await two.take('CANDIDATE');
    expect(two.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
    expect(one.count('ERROR')).toBe(0);
  });
}

function forAbsentPeers(behave: Behave): void {
  behave(
    'what was sent to a peer before it came arrives after its OPEN, in order',
    async (scene) => {
      const one = await scene.connect(1);
      const { id: dst } = await scene.credentials(2);
      one.send({ type: 'OFFER', dst, payload: 0 });
      for (const payload of [1, 2, 3]) one.send({ type: 'CANDIDATE', dst, payload });
      // Its own frame comes back only after those before it were taken in.
      const { id: self } = await scene.credentials(1);
      one.send({ type: 'CANDIDATE', dst: self, payload: 'taken in' });
      await one.take('CANDIDATE');

      const two = await scene.connect(2);
      await two.frames.take('the last', ({ payload }) => payload === 3);
      expect(two.frames.history.map(({ type, payload }) => payload ?? type)).toEqual([
        'OPEN',
        0,
        1,
        2,
        3,
      ]);
    },
  );

  behave('each sender to a peer that does not come gets one EXPIRE after 5 s', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const { id: absent } = await scene.credentials(3);
    const startedAt = performance.now();
    one.send({ type: 'OFFER', dst: absent, payload: {} });
    for (const payload of [1, 2]) one.send({ type: 'CANDIDATE', dst: absent, payload });
    two.send({ type: 'OFFER', dst: absent, payload: {} });

    const [toOne] = await Promise.all([one, two].map((peer) => peer.take('EXPIRE', expiryMs.most)));
    const elapsedMs = performance.now() - startedAt;
    const { id: dst } = await scene.credentials(1);
    expect(toOne).toEqual({ type: 'EXPIRE', src: absent, dst });
    expect(elapsedMs).toBeGreaterThan(expiryMs.least);

    two.send({ type: 'CANDIDATE', dst, payload: 'after' });
    await one.take('CANDIDATE');
    expect([one.count('EXPIRE'), two.count('EXPIRE')]).toEqual([1, 1]);
  });

  behave('what expired is gone, however late its peer comes', async (scene) => {
    const one = await scene.connect(1);
    const { id: dst } = await scene.credentials(2);
    one.send({ type: 'OFFER', dst, payload: 'stale' });
    await one.take('EXPIRE', expiryMs.most);
    const two = await scene.connect(2);
    one.send({ type: 'CANDIDATE', dst, payload: 'fresh' });
    await two.take('CANDIDATE');
    expect(two.count('OFFER')).toBe(0);
  });

  behave('LEAVE is not kept for an absent peer', async (scene) => {
    const one = await scene.connect(1);
    const { id: dst } = await scene.credentials(2);
    one.send({ type: 'LEAVE', dst });
    one.send({ type: 'CANDIDATE', dst, payload: 'kept' });
    const two = await scene.connect(2);
    await two.take('CANDIDATE');
    expect(two.count('LEAVE')).toBe(0);
  });
}

function onLeaving(behave: Behave): void {
  behave('LEAVE for somebody arrives there, and ends nothing else', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const [src, dst] = [(await scene.credentials(1)).id, (await scene.credentials(2)).id];
    one.send({ type: 'LEAVE', dst });
    expect(await two.take('LEAVE')).toEqual({ type: 'LEAVE', src, dst });
    two.send({ type: 'OFFER', dst: src, payload: 'still there' });
    await one.take('OFFER');
  });

  behave(
    'LEAVE for nobody deregisters the peer: what is sent to it then expires',
    async (scene) => {
      const [one, two] = [await scene.connect(1), await scene.connect(2)];
      const { id: gone } = await scene.credentials(1);
      one.send({ type: 'LEAVE' });
      await offerUntilExpired(two, gone);
    },
  );

  behave('a socket that closes makes no LEAVE', async (scene) => {
    const [one, two, three] = [
      await scene.connect(1),
      await scene.connect(2),
      await scene.connect(3),
    ];
    const [gone, dst] = [(await scene.credentials(1)).id, (await scene.credentials(2)).id];
    one.send({ type: 'OFFER', dst, payload: {} });
    await two.take('OFFER');
    one.close();
    await within(one.closed, 'the close');
    await offerUntilExpired(two, gone);
    three.send({ type: 'CANDIDATE', dst, payload: 'after' });
    await two.take('CANDIDATE');
    expect([two.count('LEAVE'), three.count('LEAVE')]).toEqual([0, 0]);
  });
}

/** Two sockets have no order between them, so a first offer may overtake whatever makes `gone` go. */
async function offerUntilExpired(peer: PeerClient, gone: string): Promise<void> {
  const offer = () => peer.send({ type: 'OFFER', dst: gone, payload: {} });
  const offering = setInterval(offer, 200);
  try {
    const { src } = await peer.take('EXPIRE', expiryMs.most);
    expect(src).toBe(gone);
  } finally {
    clearInterval(offering);
  }
}
