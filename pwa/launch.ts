import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { type MeetingLink, meetingPath } from '../edge/protocol/links.ts';
import type { App, CurrentCall, Launch } from './app.ts';
import type { SeatStore } from './call/room-line/seat-store.ts';
import type { AddressBar, Router } from './router.ts';

interface LauncherPorts {
  readonly router: Router;
  readonly seats: Pick<SeatStore, 'remember'>;
  readonly current: ReadonlySignal<CurrentCall | null>;
  readonly bar: Pick<AddressBar, 'href'>;
  /** How an installed app is brought to front with an address; not every browser has it. */
  readonly queue: LaunchQueue | undefined;
}

interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly targetURL?: string }) => void): void;
}

type Launcher = Pick<App, 'callPhase' | 'launch' | 'openings' | 'launchMeeting'>;

/** Meetings that something outside of these pages opens; a running call is not given up for one. */
export function createLauncher({ router, seats, current, bar, queue }: LauncherPorts): Launcher {
  const callPhase = computed(() => current.value?.call.state.value.phase ?? 'idle');
  const launch = signal<Launch | null>(null);
  const openings = signal(0);

  function isBusy(link: MeetingLink): boolean {
    if (current.value?.link.id === link.id) return false;
    return !['idle', 'lobby', 'ended'].includes(callPhase.value);
  }

  function show(link: MeetingLink, { hostToken }: Launch): void {
    const { value: route } = router.route;
    if (current.value?.link.id === link.id) {
      // A lobby has said who we are without the token; whoever is further keeps their place.
      if (hostToken !== undefined && callPhase.value === 'lobby') openings.value += 1;
    } else if (route.screen === 'front' && route.intent === 'handed') {
      router.replace(meetingPath(link));
    } else {
      router.go(meetingPath(link));
    }
  }

  queue?.setConsumer(({ targetURL }) => {
    const calm = callPhase.value === 'idle' || callPhase.value === 'ended';
    if (calm && targetURL !== undefined && targetURL !== bar.href()) router.go(targetURL);
  });
  return {
    callPhase,
    launch,
    openings,
    launchMeeting(link, wanted) {
      if (isBusy(link)) return false;
      const { hostToken } = wanted;
      if (hostToken !== undefined) seats.remember(link.id, { hostToken });
      launch.value = wanted;
      show(link, wanted);
      return true;
    },
  };
}

declare global {
  interface Window {
    readonly launchQueue?: LaunchQueue;
  }
}
