import { type Browser, test as base, expect } from '@playwright/test';
import { text } from '../../pwa/messages/en.ts';
import { createGuests, type InviteOptions } from '../e2e/support/invite.ts';
import type { Person } from '../e2e/support/person.ts';
import { expectHears, expectSees, expectTogether } from '../e2e/support/senses.ts';
import { type Hub, openBrowserAt, startHub } from './support/hub.ts';
import { createLan, type GuestName, type Lan } from './support/lan.ts';

interface Everything {
  readonly lan: Lan;
  readonly hub: Hub;
  readonly browsers: Readonly<Record<GuestName, Browser>>;
}

const test = base.extend<{ call: readonly [Person, Person]; ann: Person; ben: Person }, Everything>(
  {
    lan: [
      // biome-ignore lint/correctness/noEmptyPattern: the runner wants to see that it depends on nothing
      async ({}, use) => {
        const lan = createLan();
        try {
          await use(lan);
        } finally {
          lan.remove();
        }
      },
      { scope: 'worker' },
    ],
    hub: [
      async ({ lan }, use) => {
        const hub = await startHub(lan.hub);
        await use(hub);
        await hub.stop();
      },
      { scope: 'worker', timeout: 90_000 },
    ],
    browsers: [
      async ({ lan, hub }, use) => {
        const ann = await openBrowserAt(lan.guests.ann, hub.origin);
        const ben = await openBrowserAt(lan.guests.ben, hub.origin);
        await use({ ann, ben });
        await Promise.all([ann.close(), ben.close()]);
      },
      { scope: 'worker' },
    ],
    /** Ann and Ben, each in a namespace of their own, before either has opened a page. */
    call: async ({ lan, hub, browsers }, use) => {
      const guests = createGuests(hub.origin);
      const options: InviteOptions = { devices: 'own' };
      const ann = await guests.invite(browsers.ann, 'Ann', options);
      const ben = await guests.invite(browsers.ben, 'Ben', options);
      await use([ann, ben]);
      await guests.goHome();
      for (const guest of Object.values(lan.guests)) guest.heal();
      expect(guests.complaints, 'what the browsers complained about').toEqual([]);
    },
    ann: ({ call: [ann] }, use) => use(ann),
    ben: ({ call: [, ben] }, use) => use(ben),
  },
);

for (const { seconds, backWithinMs } of [
  { seconds: 5, backWithinMs: 8_000 },
  { seconds: 25, backWithinMs: 15_000 },
]) {
  test(`a call outlives a network that is away for ${seconds} s`, async ({ lan, ann, ben }) => {
    await ben.joinBy(await ann.startCall());
    await expectTogether(ann, ben);
    await ann.openPanel('chat');
    await ben.openPanel('chat');

    lan.guests.ben.cut();
    const away = performance.now();
    await ben.write('from the tunnel');
    await ann.write('are you there?');
    await expect
      .poll(() => performance.now() - away, { timeout: 60_000, message: 'the network is away' })
      .toBeGreaterThan(seconds * 1_000);
    lan.guests.ben.heal();
    const back = performance.now();

    await expectTogether(ann, ben);
    expect(performance.now() - back).toBeLessThan(backWithinMs);
    for (const { chat } of [ann, ben]) {
      await expect(chat.getByText('from the tunnel', { exact: true })).toHaveCount(1);
      await expect(chat.getByText('are you there?', { exact: true })).toHaveCount(1);
    }
    await expect(ann.tile(ben)).toHaveAttribute('data-path', 'direct');
  });
}

test('where the two sides cannot reach each other, the call is relayed and says so', async ({
  lan,
  ann,
  ben,
}) => {
  lan.guests.ann.block(`ip daddr ${lan.guests.ben.address}`);
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  await expectRelayed(ann, ben);
});

test('where no UDP at all gets through, the call is relayed over TCP', async ({
  lan,
  ann,
  ben,
}) => {
  lan.guests.ann.block('meta l4proto udp', `ip daddr ${lan.guests.ben.address}`);
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  await expectRelayed(ann, ben);
});

test('a direct path that dies in mid-call is replaced by TURN, and taken again when it can', async ({
  lan,
  ann,
  ben,
}) => {
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  await expect(ann.tile(ben)).toHaveAttribute('data-path', 'direct');

  lan.guests.ann.block(`ip daddr ${lan.guests.ben.address}`);
  await expectRelayed(ann, ben);
  await expectTogether(ann, ben);

  lan.guests.ann.heal();
  await expect(ann.tile(ben)).toHaveAttribute('data-path', 'direct', { timeout: 150_000 });
  await expectSees(ann, ben);
  await expectHears(ben, ann);
});

async function expectRelayed(ann: Person, ben: Person): Promise<void> {
  for (const tile of [ann.tile(ben), ben.tile(ann)]) {
    await expect(tile).toHaveAttribute('data-path', 'relayed', { timeout: 30_000 });
    await expect(tile).toContainText(text.call.paths.relayed);
  }
}
