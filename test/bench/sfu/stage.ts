import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import * as v from 'valibot';
import { Problem } from '../../../edge/dev/cli.ts';
import { MediaKey, meetingPath } from '../../../edge/protocol/links.ts';
import { howToGetLiveKit } from '../../../media/livekit/program.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { createMeeting } from '../../support/room-client.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { type Extra, enterExtra } from '../crowd/people.ts';
import { recordReel } from '../crowd/reel.ts';
import { sealReel } from '../crowd/seal-reel.ts';
import { hireTroupe, type Troupe } from '../crowd/troupe.ts';
import { buildExtras } from '../extras/build.ts';
import { filmed, writeCameraFile } from './camera-file.ts';
import { noteSigns } from './in-page-signs.ts';
import { writeNoiseFile } from './noise-file.ts';

const mediaKey = v.parse(MediaKey, 'AAAAAAAAAAAAAAAAAAAAAA');
/** Without a graphics card, painting weighs as much as all of WebRTC: small windows leave the call its machine. */
const viewport = { width: 480, height: 360 };

/** A server side with LiveKit, and people with small cameras and noise for a voice. */
export interface Stage {
  newMeeting(): Promise<Meeting>;
  sendHome(): Promise<void>;
  close(): Promise<void>;
}

export interface Meeting {
  enter(name: string, options?: { listens?: boolean }): Promise<Page>;
  /** Somebody without a browser, who speaks and is seen. */
  enterExtra(name: string): Promise<Extra>;
}

export async function openStage(signal: AbortSignal): Promise<Stage> {
  const extras = await buildExtras(signal);
  const stack = await startTestStack({ sfu: true });
  if (stack.sfu === null) {
    await stack.stop();
    throw new Problem(`Large calls cannot be measured: ${howToGetLiveKit}.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'holler-bench-'));
  const camera = join(folder, 'camera.y4m');
  writeCameraFile(camera);
  const microphone = join(folder, 'microphone.wav');
  writeNoiseFile(microphone);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...[...chromiumArgs, '--no-sandbox', '--use-fake-ui-for-media-stream'],
      `--use-file-for-fake-video-capture=${camera}`,
      `--use-file-for-fake-audio-capture=${microphone}`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  });

  async function newPage(listens = false): Promise<Page> {
    // The worklet that listens is no file of the product's.
    const context = await browser.newContext({
      bypassCSP: true,
      serviceWorkers: 'block',
      viewport,
    });
    await context.grantPermissions(['camera', 'microphone']);
    await context.addInitScript(noteSigns, { listens });
    return context.newPage();
  }

  const troupes: Troupe[] = [];
  const studio = await newPage();
  await studio.goto(stack.origin);
  const reel = await recordReel(studio, filmed);
  await studio.context().close();

  function dismissTroupes(): void {
    for (const troupe of troupes.splice(0)) troupe.dismiss();
  }

  return {
    async newMeeting() {
      const { id } = await createMeeting(stack.origin);
      const troupe = hireTroupe(extras, await sealReel(reel, mediaKey, id));
      troupes.push(troupe);
      return {
        async enter(name, { listens } = {}) {
          const page = await newPage(listens);
          await page.goto(`${stack.origin}${meetingPath({ id, mediaKey })}`);
          await page.getByLabel('Your name').fill(name);
          await page.getByRole('button', { name: 'Join', exact: true }).click();
          await page.getByRole('toolbar').first().waitFor();
          return page;
        },
        async enterExtra(name) {
          const extra = await enterExtra(stack.origin, id, name, {
            microphone: 'speaking',
            camera: true,
          });
          await extra.perform(troupe);
          return extra;
        },
      };
    },
    async sendHome() {
      dismissTroupes();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      dismissTroupes();
      await browser.close();
      await stack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
