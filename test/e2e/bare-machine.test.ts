import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { findProgram } from '../../edge/dev/find-program.ts';
import { freePort } from '../../edge/dev/ports.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { factsOf } from '../support/movie.ts';
import { copyProject, pathWithout } from '../support/project-copy.ts';
import { examine } from './support/film.ts';
import { createGuests } from './support/invite.ts';
import { hueTolerance } from './support/looks.ts';
import {
  answer,
  downloadBy,
  expectRecorded,
  mailedLink,
  pressRecord,
  stopRecording,
} from './support/recording.ts';

/** What a machine with git, Node, npm and Go does not have. */
const hidden = [
  ...['ffmpeg', 'ffprobe', 'turnserver', 'docker', 'livekit-server', 'versitygw'],
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  ...['microsoft-edge', 'microsoft-edge-stable', 'headless_shell'],
];
const address = 'ann@example.org';

test.describe.configure({ timeout: 300_000 });
test.skip(
  process.platform !== 'linux' || process.arch !== 'x64',
  'npm carries a browser that records for Linux on x64 only',
);
test.skip(
  findProgram(['go']) === null,
  'Go is not installed, which builds LiveKit and the storage',
);

test('on a machine with git, Node, npm and Go alone, `npm start` records a call and shows it live', async ({
  browser,
}) => {
  const { path, remove } = pathWithout(hidden);
  const project = copyProject();
  const port = await freePort();
  const running = project.npm(['start', '--', '--port', String(port)], { PATH: path });
  const guests = createGuests(`http://localhost:${port}`);
  try {
    const said = await running.untilSaid(/Recording +on: |Recording is on\./);
    const mailUrl = /Mail +read what was sent at (http\S+)/.exec(said)?.[1] ?? '';
    const [ann, ben, viewer] = [
      await guests.invite(browser, 'Ann'),
      await guests.invite(browser, 'Ben'),
      await guests.invite(browser, 'Vera', { bare: true }),
    ];
    await ben.joinBy(await ann.startCall());
    await pressRecord(ann, address);
    await answer(ben, 'Ann', 'yes');
    await expectRecorded(ann, ben);

    await ann.page.getByRole('button', { name: recordingText.badge.on }).click();
    const live = ann.page.getByRole('link', { name: recordingText.running.live });
    await viewer.page.goto((await live.getAttribute('href')) ?? '');
    await ann.page.keyboard.press('Escape');
    const decoded = () =>
      viewer.page.evaluate(() => {
        const video = document.querySelector('video');
        const { totalVideoFrames = 0 } = video?.getVideoPlaybackQuality() ?? {};
        // Chromium counts what it has decoded of a sound; it has no standard name.
        const { webkitAudioDecodedByteCount: sound = 0 } = (video ?? {}) as {
          readonly webkitAudioDecodedByteCount?: number;
        };
        return Math.min(totalVideoFrames, sound);
      });
    await expect.poll(decoded, { timeout: 60_000 }).toBeGreaterThan(30);
    await delay(2_000);
    await stopRecording(ann);

    const film = await downloadBy(ben, await mailedLink(mailUrl, address));
    const facts = await factsOf(film);
    expect([facts.video.codec, facts.audio.codec]).toEqual(['avc', 'aac']);
    expect(facts.size).toEqual([1_280, 720]);
    const people = [ann, ben];
    const seen = await examine(browser, film, {
      atSeconds: facts.seconds / 2,
      hues: people.map(({ looks }) => looks.cameras[0]?.hue ?? 0),
      hueTolerance,
      tonesHz: people.map(({ looks }) => looks.microphones[0]?.toneHz ?? 0),
    });
    for (const share of seen.shares) expect(share, 'of the picture').toBeGreaterThan(0.1);
    for (const loud of seen.loudness) expect(loud, 'of the sound').toBeGreaterThan(0.02);
  } finally {
    await guests.goHome();
    await running.interrupt();
    remove();
    project.remove();
  }
  expect(await running.mark.sweep(10_000), 'what it left behind').toEqual([]);
});
