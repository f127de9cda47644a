import { setTimeout as delay } from 'node:timers/promises';
import type { Page, Worker } from '@playwright/test';
import { text } from '../../../pwa/messages/en.ts';
import type { BenchContext, Measured } from '../group.ts';
import { openBarePair } from './bare-tab.ts';
import { noteFrames } from './in-page-frames.ts';
import type { Workshop } from './workshop.ts';

/** Somebody who shares a tab, and somebody in another browser who looks at it. */
export interface Sharer {
  readonly viewer: Page;
  /** Resolves to when it began, in milliseconds since 1970. */
  share(worker: Worker, tab: number): Promise<number>;
  stop(tab: number): Promise<unknown>;
}

interface ChromeInBench {
  readonly commands: { readonly onCommand: { dispatch(name: string, tab: object): void } };
  readonly tabs: { query(what: object): Promise<{ id: number }[]> };
}

declare const chrome: ChromeInBench;

/** Long enough for what is shared to be gone at the other side, and for the encoder to be at rest. */
const restMs = 1_500;

/** From the command to the tab's first frame on the other's screen, the product and a bare page taking turns. */
export async function measureShortcut(
  workshop: Workshop,
  { runs, signal }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const { holder, sites } = workshop;
  const lookedAt = async () => {
    const worker = await holder.worker();
    return worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      return tab?.id ?? -1;
    });
  };
  const tabOf = async (page: Page) => {
    await page.bringToFront();
    return lookedAt();
  };
  const sharers = [await openHollerPair(workshop), await openBarePair(workshop, noteFrames, tabOf)];
  const shared = await holder.context.newPage();
  await shared.goto(sites.show(130, 2_900));
  await shared.locator('body').click();
  const tab = await tabOf(shared);

  const samples: [number[], number[]] = [[], []];
  // The first round warms both up and is not counted.
  for (let run = -1; run < runs; run++) {
    for (const [index, sharer] of sharers.entries()) {
      signal.throwIfAborted();
      const startedAt = await sharer.share(await holder.worker(), tab);
      const seenAt = await sharer.viewer.evaluate(
        (since) => window.benchFrames.firstAfter(since),
        startedAt,
      );
      if (run >= 0) samples[index]?.push(seenAt - startedAt);
      await delay(restMs, undefined, { signal });
      await sharer.stop(tab);
      await delay(restMs, undefined, { signal });
    }
  }
  return {
    metric: 'shortcut_to_frame',
    ...{ unit: 'ms', samples: samples[0], peerSamples: samples[1] },
    target: { kind: 'ratio at most', value: 1.3, at: 'p50' },
  };
}

/** A call of two without cameras, so that neither side encodes anything but the tab. */
async function openHollerPair({ holder, stack, newViewer }: Workshop): Promise<Sharer> {
  const page = await holder.context.newPage();
  const viewer = await newViewer();
  await viewer.addInitScript(noteFrames);
  await enter(page, `${stack.origin}/?new`, 'Sharer');
  await enter(viewer, page.url(), 'Viewer');
  await viewer.locator('article[data-path="direct"]').waitFor();
  return { viewer, share: command, stop: async (tab) => command(await holder.worker(), tab) };
}

function command(worker: Worker, tab: number): Promise<number> {
  return worker.evaluate((id) => {
    const startedAt = performance.timeOrigin + performance.now();
    chrome.commands.onCommand.dispatch('share-tab', { id });
    return startedAt;
  }, tab);
}

async function enter(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel(text.lobby.name).fill(name);
  await page.getByRole('button', { name: text.lobby.join, exact: true }).click();
  await page.getByRole('toolbar', { name: text.call.toolbar }).waitFor();
}
