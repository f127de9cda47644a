import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { MeetingId, Secret } from '../../edge/protocol/ids.ts';
import type { CurrentCall } from '../../pwa/app.ts';
import type { CallState } from '../../pwa/call/model/call-state.ts';
import { createLauncher } from '../../pwa/launch.ts';
import { createRouter } from '../../pwa/router.ts';

const mine = 'k3f9-7mqd-2x8v-hw4n-6tpz' as MeetingId;
const other = '0000-0000-0000-0000-0000' as MeetingId;
const hostToken = 'A'.repeat(43) as Secret;
const wish = { meeting: mine, joinAtOnce: true, copyLink: false };

function setUp(phase: CallState['phase'] | null, at = '/', running = mine) {
  const addresses = [new URL(at, 'https://holler.test').href];
  const bar = {
    href: () => addresses.at(-1) ?? '',
    push: (address: string) => void addresses.push(new URL(address, addresses.at(-1)).href),
    replace: (address: string) => {
      addresses[addresses.length - 1] = new URL(address, addresses.at(-1)).href;
    },
    onMove: () => {},
  };
  const call = { state: signal({ phase }) };
  const current = signal(
    phase === null ? null : ({ call, link: { id: running } } as unknown as CurrentCall),
  );
  const remembered: unknown[] = [];
  let launched = (_: { targetURL?: string }): void => {};
  const launcher = createLauncher({
    router: createRouter(bar),
    seats: { remember: (...news) => void remembered.push(news) },
    current,
    bar,
    queue: {
      setConsumer: (consumer) => {
        launched = consumer;
      },
    },
  });
  return {
    launcher,
    addresses,
    remembered,
    launch: (targetURL: string) => launched({ targetURL }),
  };
}

describe('a meeting that comes from outside', () => {
  it('is gone to, with what its creator is given', () => {
    const { launcher, addresses, remembered } = setUp(null);
    expect(launcher.launchMeeting({ id: mine }, { ...wish, hostToken })).toBe(true);
    expect(addresses.map((address) => new URL(address).pathname)).toEqual(['/', `/${mine}`]);
    expect(remembered).toEqual([[mine, { hostToken }]]);
    expect(launcher.launch.value).toMatchObject({ joinAtOnce: true });
  });

  it('leaves no way back to a page that only waited for it', () => {
    const { launcher, addresses } = setUp(null, '/?handed');
    launcher.launchMeeting({ id: mine }, wish);
    expect(addresses).toHaveLength(1);
  });

  it.each(['joining', 'waiting', 'live', 'reconnecting'] as const)(
    'is refused while another is %s',
    (phase) => {
      const { launcher, addresses } = setUp(phase, `/${other}`, other);
      expect(launcher.launchMeeting({ id: mine }, wish)).toBe(false);
      expect(addresses).toHaveLength(1);
      expect(launcher.launch.value).toBeNull();
    },
  );

  it.each(['lobby', 'ended'] as const)('takes the place of another’s %s', (phase) => {
    const { launcher, addresses } = setUp(phase, `/${other}`, other);
    expect(launcher.launchMeeting({ id: mine }, wish)).toBe(true);
    expect(addresses).toHaveLength(2);
  });

  it('is opened anew in its own lobby for a host’s token, and never in mid-call', () => {
    const lobby = setUp('lobby', `/${mine}`);
    lobby.launcher.launchMeeting({ id: mine }, { ...wish, hostToken });
    expect(lobby.launcher.openings.value).toBe(1);
    const live = setUp('live', `/${mine}`);
    live.launcher.launchMeeting({ id: mine }, { ...wish, hostToken });
    expect(live.launcher.openings.value).toBe(0);
  });
});

describe('an installed app that is brought to front', () => {
  it('goes where it was asked to, unless it is in a call or there already', () => {
    const calm = setUp(null);
    calm.launch('https://holler.test/');
    expect(calm.addresses).toHaveLength(1);
    calm.launch(`https://holler.test/${mine}`);
    expect(calm.addresses).toHaveLength(2);
    const busy = setUp('live', `/${other}`, other);
    busy.launch(`https://holler.test/${mine}`);
    expect(busy.addresses).toHaveLength(1);
  });
});
