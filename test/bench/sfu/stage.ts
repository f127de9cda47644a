import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import * as v from 'valibot';
import { Problem } from '../../../edge/dev/cli.ts';
import { buildPwa } from '../../../edge/dev/pwa-build.ts';
import { MediaKey, meetingPath } from '../../../edge/protocol/links.ts';
import { edgeCapabilities } from '../../../edge/protocol/version.ts';
import { howToGetLiveKit } from '../../../media/livekit/program.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { createMeeting, openRoom, type RoomClient } from '../../support/room-client.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { writeCameraFile } from './camera-file.ts';
import { noteSigns } from './in-page-signs.ts';

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
  /** Up to the button that joins. */
  open(name: string): Promise<Page>;
  enter(name: string): Promise<Page>;
  /** Somebody without a browser, who only counts. */
  enterBare(name: string): Promise<RoomClient>;
}

export async function openStage(): Promise<Stage> {
  await buildPwa();
  const stack = await startTestStack({ sfu: true });
  if (stack.sfu === null) {
    await stack.stop();
    throw new Problem(`Large calls cannot be measured: ${howToGetLiveKit}.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'holler-bench-'));
  const camera = join(folder, 'camera.y4m');
  writeCameraFile(camera);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...[...chromiumArgs, '--no-sandbox', '--use-fake-ui-for-media-stream'],
      ...[`--use-file-for-fake-video-capture=${camera}`],
      '--autoplay-policy=no-user-gesture-required',
    ],
  });

  async function newPage(): Promise<Page> {
    // The worklet that listens is no file of the product's.
    const context = await browser.newContext({
      bypassCSP: true,
      serviceWorkers: 'block',
      viewport,
    });
    await context.grantPermissions(['camera', 'microphone']);
    await context.addInitScript(noteSigns);
    return context.newPage();
  }

  return {
    async newMeeting() {
      const { id } = await createMeeting(stack.origin);
      async function open(name: string): Promise<Page> {
        const page = await newPage();
        await page.goto(`${stack.origin}${meetingPath({ id, mediaKey })}`);
        await page.getByLabel('Your name').fill(name);
        return page;
      }
      return {
        open,
        async enter(name) {
          const page = await open(name);
          await joinCall(page);
          return page;
        },
        async enterBare(name) {
          const client = await openRoom(stack.origin, id);
          await client.hello({ capabilities: [...edgeCapabilities, 'sfu'] });
          const { transport } = await client.join(name, []);
          // They have nothing to send, and nobody to see.
          client.send({ type: 'move', epoch: transport.epoch, step: 'ready' });
          return client;
        },
      };
    },
    async sendHome() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await stack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function joinCall(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('toolbar').first().waitFor();
}
