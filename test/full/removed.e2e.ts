import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from '../../pwa/messages/en.ts';
import type { Person } from '../e2e/support/person.ts';
import { expectTogether } from '../e2e/support/senses.ts';
import { expect, type Invite, test } from '../e2e/support/test.ts';

test.use({ sfu: true });

/** LiveKit tells the edge of whoever comes, the edge has them thrown out. */
const thrownOutMs = 5_000;
const liveKitClient = createRequire(import.meta.url).resolve('livekit-client');

declare const LivekitClient: typeof import('livekit-client');

test('who was removed from a large call is thrown out when they come back with their old token', async ({
  invite,
}) => {
  test.setTimeout(240_000);
  const { ann, ben, others, address } = await largeCall(invite);
  await ann.openPanel('people');
  await ann.remove(ben);
  await ben.expectPage(text.endings.removed.title);

  const url = new URL(address);
  const token = url.searchParams.get('access_token') ?? '';
  // As a script of the page it would be against the security policy.
  await ben.page.evaluate(readFileSync(liveKitClient, 'utf8'));
  const told = await ben.page.evaluate(
    async ([origin, old]) => {
      const room = new LivekitClient.Room();
      const ended = new Promise<string>((resolve) => {
        room.on('disconnected', (reason) => resolve(String(reason)));
      });
      await room.connect(origin ?? '', old ?? '');
      const startedAt = performance.now();
      return { reason: await ended, ms: performance.now() - startedAt };
    },
    [url.origin, token],
  );
  process.stdout.write(`Came back with an old token: thrown out after ${Math.round(told.ms)} ms\n`);
  expect(told.ms).toBeLessThan(thrownOutMs);
  await expectTogether(ann, ...others);
});

async function largeCall(invite: Invite) {
  const [ann, ben, cleo] = [await invite('Ann'), await invite('Ben'), await invite('Cleo')];
  const small = { devices: 'none' } as const;
  const rest: Person[] = [];
  for (const name of ['Dan', 'Eve', 'Fay']) rest.push(await invite(name, small));
  const address = new Promise<string>((resolve) => {
    ben.page.on('websocket', (socket) => {
      if (new URL(socket.url()).pathname.startsWith('/rtc')) resolve(socket.url());
    });
  });
  const link = await ann.startCall();
  for (const person of [ben, cleo, ...rest]) await person.joinBy(link);
  await expectTogether(ann, ben, cleo);
  return { ann, ben, others: [cleo], address: await address };
}
