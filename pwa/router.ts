import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type MeetingLink, meetingPath, readMeetingLink } from '../edge/protocol/links.ts';

export type Route =
  | { readonly screen: 'front'; readonly intent: 'look' | 'start' | 'join' | 'handed' }
  | { readonly screen: 'meeting'; readonly link: MeetingLink }
  /** Something that was recorded, or that others watch while it happens, or what a recorder opens. */
  | { readonly screen: 'recordings'; readonly path: string }
  /** Something that was once a link, before it lost a letter on its way. */
  | { readonly screen: 'bad-link' }
  | { readonly screen: 'not-found' };

export interface Router {
  readonly route: ReadonlySignal<Route>;
  go(address: string): void;
  /** As `go`, without a way back: the address left behind would only lead here again. */
  replace(address: string): void;
}

/** What the router needs of a window. */
export interface AddressBar {
  href(): string;
  push(address: string): void;
  replace(address: string): void;
  onMove(listener: () => void): void;
}

const recordings = /^\/(r\/|live\/|recorder$)/;
const nearlyAnId = /^\/[0-9a-z-]{12,40}$/i;

export function readRoute(address: URL): Route {
  if (address.pathname === '/') return readFront(address);
  if (recordings.test(address.pathname)) return { screen: 'recordings', path: address.pathname };
  if (address.pathname.lastIndexOf('/') > 0) return { screen: 'not-found' };
  const link = readMeetingLink(address.pathname + address.hash);
  if (link !== undefined) return { screen: 'meeting', link };
  return { screen: nearlyAnId.test(address.pathname) ? 'bad-link' : 'not-found' };
}

function readFront({ searchParams: query, hash }: URL): Route {
  // The whole link, its media key included, comes in the fragment: a query would reach the server.
  const opened = new URLSearchParams(hash.slice(1)).get('open');
  if (opened !== null) {
    const link = readMeetingLink(opened);
    return link === undefined ? { screen: 'bad-link' } : { screen: 'meeting', link };
  }
  // The extension has opened this page, and hands it the meeting as soon as both can speak.
  if (query.has('handed')) return { screen: 'front', intent: 'handed' };
  const intent = query.has('new') ? 'start' : query.has('join') ? 'join' : 'look';
  return { screen: 'front', intent };
}

export function createRouter(bar: AddressBar): Router {
  const route = signal<Route>({ screen: 'not-found' });

  function settle(): void {
    const address = new URL(bar.href());
    const next = readRoute(address);
    if (next.screen === 'meeting') {
      const canonical = meetingPath(next.link);
      if (address.pathname + address.search + address.hash !== canonical) bar.replace(canonical);
    }
    route.value = next;
  }

  settle();
  bar.onMove(settle);
  return {
    route,
    go(address) {
      bar.push(address);
      settle();
    },
    replace(address) {
      bar.replace(address);
      settle();
    },
  };
}
