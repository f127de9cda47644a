import { edgeCapabilities } from '../../../edge/protocol/version.ts';
import { openRoom } from '../../support/room-client.ts';
import { type Gathering, type Hall, joinMs, leave } from '../crowd/hall.ts';
import type { BenchContext, Measured } from '../group.ts';

/** The fewest that need a media server. */
const people = 6;
const framesPerSecond = 30;

/** From the press on Join to somebody's first picture, the product and the bare page taking turns. */
export async function measureSfuFirstFrame(
  hall: Hall,
  { runs, signal, progress }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const gathering = await hall.newMeeting(framesPerSecond);
  const { crowd } = gathering;
  await crowd.growTo(people, () => ({ microphone: 'speaking', camera: true }));
  const constraints = await whatHollerCaptures(gathering);
  const samples: number[] = [];
  const peerSamples: number[] = [];
  // The first round warms both up and is not counted.
  for (let run = -1; run < runs; run += 1) {
    signal.throwIfAborted();
    const ours = await joinHoller(gathering);
    const theirs = await joinBare(hall, gathering, constraints);
    progress(`first frame: ${Math.round(ours)} ms, bare ${Math.round(theirs)} ms`);
    if (run < 0) continue;
    samples.push(ours);
    peerSamples.push(theirs);
  }
  crowd.goHome();
  return {
    metric: 'sfu_first_frame_after_click',
    ...{ unit: 'ms', samples, peerSamples },
    target: { kind: 'ratio at most', value: 1.15, at: 'p50' },
  };
}

async function joinHoller({ openLobby }: Gathering): Promise<number> {
  const page = await openLobby();
  const elapsedMs = await joinMs(page);
  await leave(page);
  return elapsedMs;
}

/** With a token at hand: somebody who counts as a member of the room sits in their seat. */
async function joinBare(
  hall: Hall,
  gathering: Gathering,
  constraints: MediaStreamConstraints,
): Promise<number> {
  const { page, leave } = await openBare(hall, gathering, constraints);
  const elapsedMs = await joinMs(page);
  await leave();
  return elapsedMs;
}

export async function openBare(
  hall: Hall,
  { id, secret }: Gathering,
  constraints: MediaStreamConstraints,
) {
  const client = await openRoom(hall.stack.origin, id);
  await client.hello({ capabilities: [...edgeCapabilities, 'sfu'] });
  const { mediaServer } = await client.join('Bare page', ['microphone', 'camera']);
  if (mediaServer === undefined) throw new Error('the call is not on a media server');
  const page = await hall.newPage();
  await page.goto(hall.bare.address({ server: mediaServer, constraints, secret }));
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
  return {
    page,
    async leave() {
      await page.context().close();
      await client.command({ type: 'leave' }).catch(() => undefined);
      client.close();
    },
  };
}

/** Both sides have to capture the same, or they do not encode the same. */
export async function whatHollerCaptures({
  openLobby,
}: Gathering): Promise<MediaStreamConstraints> {
  const page = await openLobby();
  const asked = await page.evaluate(() => window.benchClock.asked);
  await page.context().close();
  if (asked === null) throw new Error('the pre-join page asked for no camera');
  return asked;
}
