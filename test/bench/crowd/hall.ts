import { type Browser, chromium, type Page } from '@playwright/test';
import { Problem } from '../../../edge/dev/cli.ts';
import { buildPwa } from '../../../edge/dev/pwa-build.ts';
import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { howToGetLiveKit } from '../../../media/livekit/program.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { createMeeting } from '../../support/room-client.ts';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { startClock } from '../mesh/in-page-clock.ts';
import { framesSince, joinedAt, patience, pressJoin } from '../mesh/sides.ts';
import { type BareSfuPage, startBareSfuPage } from '../sfu/bare-sfu-page.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { countTraffic } from './in-page-traffic.ts';

/** Room for seven rows of seven. */
const viewport = { width: 1_280, height: 800 };

/** A server side with LiveKit, a browser, and as many people without one as a meeting needs. */
export interface Hall {
  readonly stack: Stack;
  readonly bare: BareSfuPage;
  newMeeting(framesPerSecond: number): Promise<{ readonly id: MeetingId; readonly crowd: Crowd }>;
  /** A page in a profile of its own, that counts what it receives. */
  newPage(): Promise<Page>;
  /** Our page, up to the button that joins. */
  openLobby(meeting: MeetingId): Promise<Page>;
  close(): Promise<void>;
}

export async function openHall(): Promise<Hall> {
  await buildPwa();
  const stack = await startTestStack({ sfu: true });
  if (stack.sfu === null) {
    await stack.stop();
    throw new Problem(`Large calls cannot be measured: ${howToGetLiveKit}.`);
  }
  const bare = await startBareSfuPage();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...[...chromiumArgs, '--no-sandbox', '--use-fake-ui-for-media-stream'],
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const crowds: Crowd[] = [];
  const newPage = () => openPage(browser);
  return {
    stack,
    bare,
    newPage,
    async newMeeting(framesPerSecond) {
      const { id } = await createMeeting(stack.origin);
      const crowd = createCrowd(stack.origin, id, framesPerSecond);
      crowds.push(crowd);
      return { id, crowd };
    },
    async openLobby(meeting) {
      const page = await newPage();
      await page.goto(`${stack.origin}/${meeting}`);
      await page.getByLabel('Your name').fill('Guest of honour');
      await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
      return page;
    },
    async close() {
      for (const crowd of crowds) crowd.goHome();
      await browser.close();
      await Promise.all([bare.stop(), stack.stop()]);
    },
  };
}

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'block', viewport });
  await context.grantPermissions(['camera', 'microphone']);
  await context.addInitScript(startClock);
  await context.addInitScript(countTraffic);
  return context.newPage();
}

/** From the press on Join to the first picture of somebody else. */
export async function joinMs(page: Page): Promise<number> {
  await pressJoin(page);
  const clickedAt = await joinedAt(page);
  return (await framesSince(page, clickedAt, 1)) - clickedAt;
}

/** Until all the pictures that the page asked for are moving. */
export async function untilPictures(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    async (wanted) => {
      const { decodedFrames } = await window.benchTraffic();
      return Object.values(decodedFrames).filter((frames) => frames > 0).length >= wanted;
    },
    count,
    { ...patience, polling: 500 },
  );
}
