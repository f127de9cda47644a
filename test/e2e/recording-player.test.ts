import type { Page } from '@playwright/test';
import type { RecordingView } from '../../edge/protocol/recordings-rest.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { expect, test } from './support/test.ts';

const path = `/r/${'0'.repeat(43)}`;
const film = '**/films/*';

/** The page of a recording whose server and storage are played by the test; the answer is what was fetched. */
async function openRecording(
  page: Page,
  origin: string,
  kind: RecordingView['parts'][number]['kind'],
  url: (asked: number) => string,
) {
  const asked: string[] = [];
  let answers = 0;
  let isAway = false;
  await page.route('**/api/recordings/*', (route) => {
    if (isAway) return route.abort();
    answers += 1;
    const part = { kind, url: url(answers), downloadUrl: null, startedAt: 0, durationMs: 9_000 };
    const view: RecordingView = {
      ...{ recording: 'one', meeting: 'Stand-up', names: ['Ann'], startedAt: 0, durationMs: 9_000 },
      ...{ state: 'ready', chapters: [], expiresAt: null, owner: false },
      parts: [{ ...part, bytes: 9 }],
    };
    return route.fulfill({ json: view });
  });
  await page.route(film, (route) => {
    const name = route.request().url().split('/').at(-1) ?? '';
    asked.push(name);
    if (!name.endsWith('.m3u8')) return route.fulfill({ status: 403 });
    const lines = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:9', '#EXTINF:9,'];
    const body = [...lines, 'old.ts', '#EXT-X-ENDLIST', ''].join('\n');
    return route.fulfill({ body, contentType: 'application/vnd.apple.mpegurl' });
  });
  await page.goto(`${origin}${path}`);
  return {
    asked,
    setAway(away: boolean) {
      isAway = away;
    },
  };
}

test('a playlist is read anew when what is in it can be fetched no more', async ({
  browser,
  stack,
}) => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = () => '';
  });
  const { asked } = await openRecording(page, stack.origin, 'hls', () => '/films/all.m3u8');
  const playlists = () => asked.filter((name) => name.endsWith('.m3u8')).length;
  await expect.poll(playlists).toBeGreaterThan(1);
  await expect(page.getByText(recordingText.page.cannotPlay)).toBeVisible();
  await page.close();
});

test('without a network the page of a recording says so, and goes on when there is one', async ({
  browser,
  stack,
}) => {
  const page = await browser.newPage();
  const { asked, setAway } = await openRecording(page, stack.origin, 'mp4', (count) => {
    if (count === 1) setAway(true);
    return `/films/${count}.mp4`;
  });
  const sentence = page.getByText(recordingText.page.unreachable);
  await expect(sentence).toBeVisible({ timeout: 20_000 });
  expect(new Set(asked)).toEqual(new Set(['1.mp4']));
  setAway(false);
  await expect.poll(() => asked).toContain('2.mp4');
  await expect(sentence).toBeHidden();
  await page.close();
});
