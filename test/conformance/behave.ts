import { afterAll, beforeAll, describe, it } from 'vitest';
import { onConnecting, overHttp } from './connecting.ts';
import { createScene, type PeerServerUnderTest, type Scene } from './server-under-test.ts';
import { betweenPeers, forAbsentPeers, onLeaving } from './signalling.ts';

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
      }, 30_000);
    };

    overHttp(behave);
    onConnecting(behave);
    betweenPeers(behave);
    forAbsentPeers(behave);
    onLeaving(behave);
  });
}
