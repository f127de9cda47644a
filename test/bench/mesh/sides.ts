import type { Page } from '@playwright/test';
import { createMeeting } from '../../support/room-client.ts';
import type { BarePage } from './bare-page.ts';

/** One of the two that are measured beside each other: the product, or a bare page. */
export interface Side {
  /** Where this person goes to be one press on Join away from everybody who came before. */
  address(person: number): string;
}

export async function hollerSide(origin: string): Promise<Side> {
  const { id } = await createMeeting(origin);
  return { address: () => `${origin}/${id}` };
}

/** Whoever comes again comes under a new id: the `peer` package may not have noticed that they left. */
export function bareSide(page: BarePage, constraints: string): Side {
  const current = new Map<number, string>();
  let visits = 0;
  return {
    address: (person) => {
      const others = [...current].filter(([other]) => other !== person).map(([, id]) => id);
      const id = `person${person}-${++visits}-${Date.now()}`;
      current.set(person, id);
      return page.address(id, others, constraints);
    },
  };
}

export const patience = { timeout: 60_000 } as const;

/** The page where Join is one press away: picture on screen, signalling open. */
export async function openPreview(page: Page, address: string, name: string): Promise<void> {
  const join = page.getByRole('button', { name: 'Join', exact: true });
  await Promise.all([signallingOpen(page), page.goto(address), join.waitFor(patience)]);
  const nameField = page.getByLabel('Your name');
  if ((await nameField.count()) > 0) await nameField.fill(name);
  const isPlaying = () => (document.querySelector('video')?.currentTime ?? 0) > 0;
  await page.waitForFunction(isPlaying, null, patience);
}

/** PeerJS's socket has said OPEN. */
function signallingOpen(page: Page): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('PeerJS did not open')), patience.timeout);
    page.on('websocket', (socket) => {
      if (!new URL(socket.url()).pathname.endsWith('/peerjs')) return;
      socket.on('framereceived', ({ payload }) => {
        if (!String(payload).includes('"OPEN"')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  });
}

export async function pressJoin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
}

/** When this page showed its first pictures of `count` others since `since`; the last of them counts. */
export async function framesSince(page: Page, since: number, count: number): Promise<number> {
  const isThere = ([from, wanted]: readonly [number, number]) =>
    [...window.benchClock.firstFrames.values()].filter((at) => at > from).length >= wanted;
  const there = page.waitForFunction(isThere, [since, count] as const, patience);
  await there.catch(async (error: Error) => {
    const tiles = await page
      .locator('[data-path]')
      .evaluateAll((all) =>
        all.map((tile) => `${tile.ariaLabel} ${tile.getAttribute('data-path')}`),
      );
    throw new Error(
      `${page.url()} has not ${count} new pictures: ${tiles.join()}. ${error.message}`,
    );
  });
  return page.evaluate(
    ([from, wanted]) =>
      [...window.benchClock.firstFrames.values()]
        .filter((at) => at > from)
        .sort((a, b) => a - b)
        .at(wanted - 1) ?? 0,
    [since, count] as const,
  );
}

export async function joinedAt(page: Page): Promise<number> {
  const at = await page.evaluate(() => window.benchClock.joinedAt);
  if (at === null) throw new Error('Join was not pressed');
  return at;
}
