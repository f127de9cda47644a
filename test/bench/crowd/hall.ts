import { type Browser, chromium, type Page } from '@playwright/test';
import * as v from 'valibot';
import { Problem } from '../../../edge/dev/cli.ts';
import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { MediaKey, meetingPath } from '../../../edge/protocol/links.ts';
import { howToGetLiveKit } from '../../../media/livekit/program.ts';
import { secretOfLink } from '../../../pwa/call/keys/media-secret.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { createMeeting } from '../../support/room-client.ts';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { buildExtras } from '../extras/build.ts';
import { startClock } from '../mesh/in-page-clock.ts';
import { framesSince, joinedAt, patience, pressJoin } from '../mesh/sides.ts';
import { type BareSfuPage, startBareSfuPage } from '../sfu/bare-sfu-page.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { stayInTheClear } from './in-page-clear.ts';
import { countTraffic } from './in-page-traffic.ts';
import { type Picture, type Reel, recordReel } from './reel.ts';
import { sealReel } from './seal-reel.ts';
import { hireTroupe } from './troupe.ts';

/** Room for seven rows of seven. */
const viewport = { width: 1_280, height: 900 };
const mediaKey = v.parse(MediaKey, 'AAAAAAAAAAAAAAAAAAAAAA');
const thumbnail = { width: 160, height: 90 } as const;

export interface Gathering {
  readonly id: MeetingId;
  readonly crowd: Crowd;
  /** What frames are sealed with; null when they are not. */
  readonly secret: Uint8Array | null;
  /** Our page, up to the button that joins. */
  openLobby(): Promise<Page>;
}

/** A server side with LiveKit, a browser, and as many people without one as a meeting needs. */
export interface Hall {
  readonly stack: Stack;
  readonly bare: BareSfuPage;
  newMeeting(framesPerSecond: number, options?: { encrypted?: boolean }): Promise<Gathering>;
  /** A page in a profile of its own, that counts what it receives. */
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function openHall(signal: AbortSignal): Promise<Hall> {
  const extras = await buildExtras(signal);
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

  async function reelOf(picture: Picture): Promise<Reel> {
    const page = await newPage();
    await page.goto(stack.origin);
    const reel = await recordReel(page, picture);
    await page.context().close();
    return reel;
  }

  return {
    stack,
    bare,
    newPage,
    async newMeeting(framesPerSecond, { encrypted = true } = {}) {
      const { id } = await createMeeting(stack.origin);
      const open = await reelOf({ ...thumbnail, framesPerSecond });
      const reel = encrypted ? await sealReel(open, mediaKey, id) : open;
      const crowd = createCrowd(stack.origin, id, hireTroupe(extras, reel));
      crowds.push(crowd);
      return {
        id,
        crowd,
        secret: encrypted ? await secretOfLink(mediaKey, id) : null,
        async openLobby() {
          const page = await newPage();
          if (!encrypted) await page.addInitScript(stayInTheClear);
          await page.goto(`${stack.origin}${meetingPath({ id, mediaKey })}`);
          await page.getByLabel('Your name').fill('Guest of honour');
          await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
          return page;
        },
      };
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

/** The room would keep their seat, in case that they only reload. */
export async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Leave/ }).click();
  await page.context().close();
}
