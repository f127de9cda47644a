import { expect } from 'vitest';
import { peerErrors } from '../../edge/protocol/peer-messages.ts';
import { untilClosed } from '../support/socket.ts';
import type { Behave } from './behave.ts';

export function overHttp(behave: Behave): void {
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
    expect(await answer.json()).toMatchObject({
      name: expect.any(String),
      description: expect.any(String),
    });
  });

  behave('over HTTP, nobody can list the peers', async (scene) => {
    await scene.connect(1);
    const { origin, path, key } = await scene.credentials(1);
    const answer = await fetch(new URL(`${path}${key}/peers`, origin));
    expect([401, 404]).toContain(answer.status);
  });
}

export function onConnecting(behave: Behave): void {
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
        await untilClosed(peer);
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
    await untilClosed(peer);
    expect(peer.count('OPEN')).toBe(0);
  });

  behave('an id in use with another token is ID-TAKEN and closed', async (scene) => {
    const [owner, other] = [await scene.connect(1), await scene.connect(2)];
    const thief = await scene.connectAs(1, { token: 'AAAAAAAAAAAAAAAAAAAAAAAA' });
    expect(await thief.take('ID-TAKEN')).toEqual({
      type: 'ID-TAKEN',
      payload: { msg: 'ID is taken' },
    });
    await untilClosed(thief);
    other.send({ type: 'CANDIDATE', dst: owner.id, payload: 'still yours' });
    expect(await owner.take('CANDIDATE')).toMatchObject({ payload: 'still yours' });
  });

  behave('the same id and token on a new socket takes over, for good', async (scene) => {
    const [first, other] = [await scene.connect(1), await scene.connect(2)];
    const { id } = first;
    const second = await scene.connectAs(1, {});
    other.send({ type: 'OFFER', dst: id, payload: 'one' });
    expect(await second.take('OFFER')).toMatchObject({ payload: 'one' });

    first.close();
    await untilClosed(first);
    second.send({ type: 'ANSWER', dst: other.id, payload: 'two' });
    expect(await other.take('ANSWER')).toMatchObject({ src: id, payload: 'two' });
    other.send({ type: 'OFFER', dst: id, payload: 'three' });
    await second.frames.take('the third', ({ payload }) => payload === 'three');
    expect(first.count('OFFER')).toBe(0);
  });
}
