import { type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { watchFor } from './complaints.ts';
import { rememberConnections } from './connections.ts';
import { installDevices } from './in-page-devices.ts';
import { installProbes } from './in-page-probes.ts';
import { relayOnly, sendWhateverHappens, withoutScreenCapture } from './in-page-quirks.ts';
import { looksOf, withoutDevices } from './looks.ts';
import { Person } from './person.ts';

export interface InviteOptions {
  /**
   * `own`: colours and tones that tell people apart. `browser`: Chromium's fake devices through its own
   * `getUserMedia`. `refused`: the same, without permission. `none`: a machine without any.
   */
  readonly devices?: 'own' | 'browser' | 'refused' | 'none';
  /** A network that lets nothing through but the TURN server. */
  readonly relayOnly?: boolean;
  /** A browser that goes on sending whatever its page wants. */
  readonly cheating?: boolean;
  /** A phone's browser: it cannot capture a screen. */
  readonly withoutScreenCapture?: boolean;
  readonly browser?: Pick<BrowserContextOptions, 'colorScheme' | 'serviceWorkers' | 'viewport'>;
}

/** Somebody with a browser of their own. */
export type Invite = (name: string, options?: InviteOptions) => Promise<Person>;

export const test = base.extend<{ invite: Invite }, { turn: boolean; stack: Stack }>({
  turn: [false, { scope: 'worker', option: true }],

  stack: [
    async ({ turn }, use) => {
      const stack = await startTestStack({ turn, settings: { STUN_URLS: '' } });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker' },
  ],

  invite: async ({ browser, stack }, use) => {
    const people: Person[] = [];
    const complaints: string[] = [];

    await use(async (name, options = {}) => {
      const { devices = 'own' } = options;
      const context = await browser.newContext({
        baseURL: stack.origin,
        permissions: devices === 'refused' ? [] : ['camera', 'microphone'],
        // Its cache would answer the next page from another build.
        serviceWorkers: 'block',
        ...options.browser,
      });
      watchFor(context, stack.origin, (what) => complaints.push(`${name}: ${what}`));
      const looks = looksOf(people.length);
      if (options.withoutScreenCapture) await context.addInitScript(withoutScreenCapture);
      if (devices === 'own') await context.addInitScript(installDevices, looks);
      if (devices === 'none') await context.addInitScript(installDevices, withoutDevices(looks));
      if (options.relayOnly) await context.addInitScript(relayOnly);
      if (options.cheating) await context.addInitScript(sendWhateverHappens);
      await context.addInitScript(rememberConnections);
      await context.addInitScript(installProbes);
      const person = new Person(name, looks, await context.newPage());
      people.push(person);
      return person;
    });

    await Promise.all(people.map(({ context }) => context.close()));
    expect(complaints, 'what the browsers complained about').toEqual([]);
  },
});

export { expect } from '@playwright/test';
