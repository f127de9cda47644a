import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test';
import { watchFor } from './complaints.ts';
import { rememberConnections } from './connections.ts';
import { countPrompts } from './continuity.ts';
import { installDevices } from './in-page-devices.ts';
import { installProbes } from './in-page-probes.ts';
import { relayOnly, sendWhateverHappens, withoutScreenCapture } from './in-page-quirks.ts';
import { overhearRoom } from './in-page-room.ts';
import { type Looks, looksOf, withoutDevices } from './looks.ts';
import { Person } from './person.ts';

export interface InviteOptions {
  /**
   * `own`: colours and tones that tell people apart. `browser`: Chromium's fake devices through its own
   * `getUserMedia`. `refused`: the same, without permission. `none`: a machine without any.
   */
  readonly devices?: 'own' | 'browser' | 'refused' | 'none';
  /** A network that lets nothing through but the TURN server, over this transport. */
  readonly relayOnly?: 'udp' | 'tcp';
  /** A browser that goes on sending whatever its page wants. */
  readonly cheating?: boolean;
  /** A phone's browser: it cannot capture a screen. */
  readonly withoutScreenCapture?: boolean;
  /** What the room tells their page can be read there: `window.overheard`. */
  readonly overhears?: boolean;
  /** Nothing of ours runs in their pages: nobody sees or hears through them. */
  readonly bare?: boolean;
  readonly context?: Pick<
    BrowserContextOptions,
    'colorScheme' | 'deviceScaleFactor' | 'serviceWorkers' | 'viewport'
  >;
}

/** Somebody with a browser of their own. */
export type Invite = (name: string, options?: InviteOptions) => Promise<Person>;

export interface Guests {
  invite(browser: Browser, name: string, options?: InviteOptions): Promise<Person>;
  /** Somebody whose browser is open already, and is closed by whoever opened it. */
  welcome(context: BrowserContext, name: string, options?: InviteOptions): Promise<Person>;
  /** What their browsers found wrong so far. */
  readonly complaints: readonly string[];
  goHome(): Promise<void>;
}

/** Those who call each other in one test, each told apart by looks. `others`: whom their pages may talk to as well. */
export function createGuests(origin: string, others: readonly string[] = []): Guests {
  const origins = new Set([origin, ...others]);
  const people: Person[] = [];
  const complaints: string[] = [];

  async function welcome(context: BrowserContext, name: string, options: InviteOptions = {}) {
    watchFor(context, origins, (what) => complaints.push(`${name}: ${what}`));
    const looks = looksOf(people.length);
    if (!options.bare) await prepare(context, looks, options);
    const person = new Person(name, looks, await context.newPage());
    people.push(person);
    return person;
  }

  return {
    complaints,
    welcome,
    async invite(browser, name, options = {}) {
      const context = await browser.newContext({
        baseURL: origin,
        // Without a graphics card every pixel of every picture is drawn by the processor.
        viewport: { width: 960, height: 600 },
        deviceScaleFactor: 0.5,
        permissions: options.devices === 'refused' ? [] : ['camera', 'microphone'],
        // Its cache would answer the next page from another build.
        serviceWorkers: 'block',
        ...options.context,
      });
      return welcome(context, name, options);
    },
    async goHome() {
      await Promise.all(people.map(({ context }) => context.close()));
    },
  };
}

async function prepare(context: BrowserContext, looks: Looks, options: InviteOptions) {
  if (options.withoutScreenCapture) await context.addInitScript(withoutScreenCapture);
  const devices = { own: looks, none: withoutDevices(looks), browser: null, refused: null };
  const installed = devices[options.devices ?? 'own'];
  if (installed !== null) await context.addInitScript(installDevices, installed);
  if (options.relayOnly) await context.addInitScript(relayOnly, options.relayOnly);
  if (options.overhears) await context.addInitScript(overhearRoom);
  if (options.cheating) await context.addInitScript(sendWhateverHappens);
  await context.addInitScript(rememberConnections);
  await context.addInitScript(countPrompts);
  await context.addInitScript(installProbes);
}
