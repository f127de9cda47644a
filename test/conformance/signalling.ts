import { expect } from 'vitest';
import type { PeerClient } from '../support/peer-client.ts';
import { untilClosed } from '../support/socket.ts';
import type { Behave } from './behave.ts';

/** A peer expires 5 s after the first message that waits for it, plus at most a sweep. */
const expiryMs = { least: 4_500, most: 12_000 } as const;

const description = {
  sdp: { type: 'offer', sdp: 'v=0\r\n' },
  connectionId: 'mc_1',
  n: [1, { a: 2 }],
};

export function betweenPeers(behave: Behave): void {
  for (const type of ['OFFER', 'ANSWER', 'CANDIDATE'] as const) {
    behave(
      `${type} arrives with its payload as it was, and with no other fields`,
      async (scene) => {
        const [one, two] = [await scene.connect(1), await scene.connect(2)];
        const [src, dst] = [one.id, two.id];
        one.send({ type, dst, payload: description, extra: 'dropped', expires: 1 });
        expect(await two.take(type)).toEqual({ type, src, dst, payload: description });
      },
    );
  }

  behave('the sender cannot pretend to be somebody else', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const [src, dst] = [one.id, two.id];
    one.send({ type: 'OFFER', src: 'somebody-else', dst, payload: {} });
    expect((await two.take('OFFER')).src).toBe(src);
  });

  behave('a hundred messages arrive in the order they were sent', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const { id: dst } = two;
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    for (const payload of numbers) one.send({ type: 'CANDIDATE', dst, payload });
    await two.frames.take('the last', ({ payload }) => payload === 99);
    expect(two.frames.history.slice(1).map(({ payload }) => payload)).toEqual(numbers);
  });

  behave('a message of an unknown type is ignored', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const { id: dst } = two;
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
    const { id: dst } = two;
    for (let n = 0; n < 5; n++) one.send({ type: 'HEARTBEAT' });
    one.send({ type: 'CANDIDATE', dst, payload: 'after' });
    await two.take('CANDIDATE');
    expect(two.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'CANDIDATE']);
    expect(one.count('ERROR')).toBe(0);
  });
}

export function forAbsentPeers(behave: Behave): void {
  behave(
    'what was sent to a peer before it came arrives after its OPEN, in order',
    async (scene) => {
      const one = await scene.connect(1);
      const { id: dst } = await scene.credentials(2);
      one.send({ type: 'OFFER', dst, payload: 0 });
      for (const payload of [1, 2, 3]) one.send({ type: 'CANDIDATE', dst, payload });
      // Its own frame comes back only after those before it were taken in.
      one.send({ type: 'CANDIDATE', dst: one.id, payload: 'taken in' });
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
    // Apart in time, as trickling candidates are.
    for (const payload of Array.from({ length: 20 }, (_, n) => n)) {
      one.send({ type: 'CANDIDATE', dst: absent, payload });
      one.send({ type: 'CANDIDATE', dst: one.id, payload: 'there and back' });
      await one.take('CANDIDATE');
    }
    two.send({ type: 'OFFER', dst: absent, payload: {} });

    const [toOne] = await Promise.all([one, two].map((peer) => peer.take('EXPIRE', expiryMs.most)));
    const elapsedMs = performance.now() - startedAt;
    const { id: dst } = one;
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

export function onLeaving(behave: Behave): void {
  behave('LEAVE for somebody arrives there, and ends nothing else', async (scene) => {
    const [one, two] = [await scene.connect(1), await scene.connect(2)];
    const [src, dst] = [one.id, two.id];
    one.send({ type: 'LEAVE', dst });
    expect(await two.take('LEAVE')).toEqual({ type: 'LEAVE', src, dst });
    two.send({ type: 'OFFER', dst: src, payload: 'still there' });
    await one.take('OFFER');
  });

  behave(
    'LEAVE for nobody deregisters the peer: what is sent to it then expires',
    async (scene) => {
      const [one, two] = [await scene.connect(1), await scene.connect(2)];
      const { id: gone } = one;
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
    const [gone, dst] = [one.id, two.id];
    one.send({ type: 'OFFER', dst, payload: {} });
    await two.take('OFFER');
    one.close();
    await untilClosed(one);
    await offerUntilExpired(two, gone);
    three.send({ type: 'CANDIDATE', dst, payload: 'after' });
    await two.take('CANDIDATE');
    expect([two.count('LEAVE'), three.count('LEAVE')]).toEqual([0, 0]);
  });
}

/** Two sockets have no order between them, so a first offer may overtake whatever makes `gone` go. */
export async function offerUntilExpired(peer: PeerClient, gone: string): Promise<void> {
  const offer = () => peer.send({ type: 'OFFER', dst: gone, payload: {} });
  const offering = setInterval(offer, 200);
  try {
    const { src } = await peer.take('EXPIRE', expiryMs.most);
    expect(src).toBe(gone);
  } finally {
    clearInterval(offering);
  }
}
