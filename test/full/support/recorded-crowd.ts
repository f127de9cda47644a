import type { Browser } from '@playwright/test';
import * as v from 'valibot';
import { MediaKey, meetingPath } from '../../../edge/protocol/links.ts';
import type { Consent } from '../../../edge/protocol/recording.ts';
import { createCrowd } from '../../bench/crowd/crowd.ts';
import { recordReel } from '../../bench/crowd/reel.ts';
import { sealReel } from '../../bench/crowd/seal-reel.ts';
import { hireTroupe } from '../../bench/crowd/troupe.ts';
import { buildExtras } from '../../bench/extras/build.ts';
import { createMeeting } from '../../support/room-client.ts';

/** Five, given out in turn: in rows of nine no picture has the colour of the one beside, above or below it. */
export const crowdHues = [40, 100, 160, 220, 280] as const;

/** Cameras of this size and rate are enough for places of 133 × 110 pixels. */
const picture = { width: 160, height: 90, framesPerSecond: 8 } as const;

/** Go fetches and compiles what the crowd is made of, the first time. */
const buildTimeoutMs = 240_000;

const mediaKey = v.parse(MediaKey, 'AAAAAAAAAAAAAAAAAAAAAA');

/** People without browsers in a call on a media server, each with a microphone and a picture of a known colour. */
export interface RecordedCrowd {
  /** Of the call, with the key of its media: for browsers that come as well. */
  readonly link: string;
  /** Everybody in the crowd answers the question whether they want to be recorded. */
  answerAll(given: Consent): Promise<void>;
  goHome(): void;
}

export async function gatherRecordedCrowd(
  browser: Browser,
  origin: string,
  count: number,
): Promise<RecordedCrowd> {
  const program = await buildExtras(AbortSignal.timeout(buildTimeoutMs));
  const { id } = await createMeeting(origin);
  const page = await browser.newPage();
  await page.goto(origin);
  const colours = crowdHues.map((hue) => `hsl(${hue} 100% 45%)`);
  const reel = await recordReel(page, { ...picture, colours });
  await page.close();
  const crowd = createCrowd(origin, id, hireTroupe(program, await sealReel(reel, mediaKey, id)));
  try {
    await crowd.growTo(count, (index) => ({
      microphone: index % 10 === 0 ? 'speaking' : 'silent',
      camera: true,
      face: index % crowdHues.length,
    }));
  } catch (error) {
    crowd.goHome();
    throw error;
  }
  return {
    link: `${origin}${meetingPath({ id, mediaKey })}`,
    async answerAll(given) {
      // One after the other: the room tells everybody of each answer, and 49 at once are 2,450 messages.
      for (const { client } of crowd.people) {
        const answer = { type: 'recording-consent', answer: given } as const;
        const { type } = await client.command(answer);
        if (type !== 'done') throw new Error('An answer about being recorded was refused');
      }
    },
    goHome: crowd.goHome,
  };
}
