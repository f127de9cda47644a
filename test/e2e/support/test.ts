import { test as base, expect } from '@playwright/test';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { createGuests, type Invite } from './invite.ts';

export type { Invite } from './invite.ts';

interface Servers {
  turn: boolean;
  sfu: boolean;
  /** Needs `sfu`. */
  recording: boolean;
  stack: Stack;
}

export const test = base.extend<{ invite: Invite; ability: undefined }, Servers>({
  turn: [false, { scope: 'worker', option: true }],
  sfu: [false, { scope: 'worker', option: true }],
  recording: [false, { scope: 'worker', option: true }],

  stack: [
    async ({ turn, sfu, recording }, use) => {
      const stack = await startTestStack({ turn, sfu, recording });
      try {
        await stack.recording?.ready;
        await use(stack);
      } finally {
        await stack.stop();
      }
    },
    { scope: 'worker' },
  ],

  ability: [
    async ({ sfu, recording, stack }, use, info) => {
      info.skip(sfu && stack.sfu === null, 'there is no way to run LiveKit here');
      info.skip(recording && stack.recording === null, 'there is no way to record here');
      await use(undefined);
    },
    { auto: true },
  ],

  invite: async ({ browser, stack }, use) => {
    const mediaServers = stack.sfu === null ? [] : [stack.sfu.url.replace('ws', 'http')];
    const storage = stack.recording === null ? [] : [stack.recording.settings.S3_ENDPOINT];
    const guests = createGuests(stack.origin, [...mediaServers, ...storage]);
    await use((name, options) => guests.invite(browser, name, options));
    await guests.goHome();
    expect(guests.complaints, 'what the browsers complained about').toEqual([]);
  },
});

export { expect } from '@playwright/test';
