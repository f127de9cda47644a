import type { Page } from '@playwright/test';
import type { RecordingView } from '../../edge/protocol/recordings-rest.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { makeSegments } from '../support/made-segments.ts';
import { expect, test } from './support/test.ts';

const path = `/r/${'0'.repeat(43)}`;
const segmentSeconds = 10;
const segments = 6;

interface Films {
  readonly kind: RecordingView['parts'][number]['kind'];
  /** Of the part, given how often its recording was asked for. */
  url(asked: number): string;
  /** What is behind an address; null when it may not be fetched. */
  body?(name: string): string | Buffer | null;
}

/** The page of a recording whose server and storage are played by the test. */
async function openRecording(page: Page, origin: string, { kind, url, body }: Films) {
  const fetched: string[] = [];
  let asked = 0;
  let isAway = false;
  await page.route('**/api/recordings/*', (route) => {
    if (isAway) return route.abort();
    asked += 1;
    const part = { kind, url: url(asked), downloadUrl: null, startedAt: 0, bytes: 9 };
    const view: RecordingView = {
      ...{ recording: 'one', meeting: 'Stand-up', names: ['Ann'], startedAt: 0, durationMs: 9_000 },
      ...{ state: 'ready', chapters: [], expiresAt: null, owner: false, sharePath: null },
      parts: [{ ...part, durationMs: segments * segmentSeconds * 1_000 }],
    };
    return route.fulfill({ json: view });
  });
  await page.route('**/films/*', (route) => {
    const name = route.request().url().split('/').at(-1) ?? '';
    fetched.push(name);
    const found = body?.(name) ?? null;
    return found === null ? route.fulfill({ status: 403 }) : route.fulfill({ body: found });
  });
  await page.goto(`${origin}${path}`);
  return {
    fetched,
    asked: () => asked,
    setAway(away: boolean) {
      isAway = away;
    },
  };
}

function playlist(prefix: string): string {
  const head = ['#EXTM3U', '#EXT-X-VERSION:3', `#EXT-X-TARGETDURATION:${segmentSeconds}`];
  const entries = Array.from({ length: segments }, (_, index) => [
    `#EXTINF:${segmentSeconds},`,
    `${prefix}-${index}.ts`,
  ]);
  return [...head, ...entries.flat(), '#EXT-X-ENDLIST', ''].join('\n');
}

test('what is left of a recording goes on where it was when its addresses are too old', async ({
  browser,
  stack,
}) => {
  const pieces = await makeSegments(browser, {
    ...{ origin: stack.origin, segments, segmentSeconds },
  });
  const page = await browser.newPage();
  // As in a browser that knows nothing of such streams.
  await page.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = () => '';
  });
  const { fetched, asked } = await openRecording(page, stack.origin, {
    kind: 'hls',
    url: () => '/films/all.m3u8',
    body(name) {
      if (name.endsWith('.m3u8')) return playlist(asked() === 1 ? 'old' : 'new');
      const [prefix, index = 0] = name.replace('.ts', '').split('-');
      return prefix === 'old' && Number(index) > 3 ? null : (pieces[Number(index)] ?? null);
    },
  });
  const video = page.getByLabel(recordingText.page.player);
  const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
  });
  await expect.poll(time).toBeGreaterThan(0.5);
  await video.evaluate((element: HTMLVideoElement) => {
    element.currentTime = 45;
  });
  await expect.poll(time).toBeGreaterThan(46);
  expect(await time()).toBeLessThan(56);
  expect(fetched).toContain('new-4.ts');
  expect(asked()).toBe(2);
  await page.close();
});

test('what may never be fetched is not asked for without end', async ({ browser, stack }) => {
  const page = await browser.newPage();
  const { asked } = await openRecording(page, stack.origin, {
    kind: 'mp4',
    url: (count) => `/films/${count}.mp4`,
  });
  await expect(page.getByText(recordingText.page.cannotPlay)).toBeVisible();
  expect(asked()).toBe(3);
  await page.close();
});

test('without a network the page of a recording says so, and goes on when there is one', async ({
  browser,
  stack,
}) => {
  const page = await browser.newPage();
  const { fetched, setAway } = await openRecording(page, stack.origin, {
    kind: 'mp4',
    url(count) {
      if (count === 1) setAway(true);
      return `/films/${count}.mp4`;
    },
  });
  const sentence = page.getByText(recordingText.page.unreachable);
  await expect(sentence).toBeVisible({ timeout: 20_000 });
  expect(new Set(fetched)).toEqual(new Set(['1.mp4']));
  setAway(false);
  await expect.poll(() => fetched).toContain('2.mp4');
  await expect(sentence).toBeHidden();
  await page.close();
});
