import { test as base, expect } from '@playwright/test';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { createGuests, type Invite } from './invite.ts';

export type { Invite } from './invite.ts';

export const test = base.extend<{ invite: Invite }, { turn: boolean; sfu: boolean; stack: Stack }>({
  turn: [false, { scope: 'worker', option: true }],
  sfu: [false, { scope: 'worker', option: true }],

  stack: [
    async ({ turn, sfu }, use) => {
      const stack = await startTestStack({ turn, sfu });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker' },
  ],

  invite: async ({ browser, stack }, use) => {
    const mediaServers = stack.sfu === null ? [] : [stack.sfu.url.replace('ws', 'http')];
    const guests = createGuests(stack.origin, mediaServers);
    await use((name, options) => guests.invite(browser, name, options));
    await guests.goHome();
    expect(guests.complaints, 'what the browsers complained about').toEqual([]);
  },
});

export { expect } from '@playwright/test';
