import type { Source } from '../../../edge/protocol/people.ts';
import type { Clock } from '../ports.ts';

export type Receivers = ReadonlyMap<Source, RTCRtpReceiver>;

const everyMs = 500;
/** A film is in no hurry, and what comes within this time is in step without any measuring. */
const leastMs = 200;
/** More would be a fault of the line, and nothing to wait for. */
const mostMs = 800;
/** Waiting less again is heard and seen, so it is done in steps that are neither. */
const stepDownMs = 10;

const pairs = [
  { sound: 'microphone', picture: 'camera' },
  { sound: 'screen-audio', picture: 'screen' },
] as const satisfies readonly { sound: Source; picture: Source }[];

/** How long everything that was played has had to wait, in seconds, and how many samples or pictures that were. */
interface Waited {
  readonly seconds: number;
  readonly count: number;
}

/**
 * Lets the picture and the sound of a person wait equally long, as long as the slower one needs. They come by streams
 * of their own, which a browser does not keep together; people who talk want each at once, a film wants lips that fit.
 * Until the answer is called.
 */
export function keepInStep(people: () => Iterable<Receivers>, clock: Clock): () => void {
  const before = new WeakMap<RTCRtpReceiver, Waited>();
  let open = true;
  let cancel = clock.after(everyMs, () => void look());

  async function look(): Promise<void> {
    // A connection that is just closing gives no figures.
    await Promise.all([...people()].map(adjust)).catch(() => undefined);
    if (open) cancel = clock.after(everyMs, () => void look());
  }

  async function adjust(receivers: Receivers): Promise<void> {
    for (const { sound, picture } of pairs) {
      const heard = receivers.get(sound);
      const seen = receivers.get(picture);
      if (!heard || !seen) continue;
      const needs = await Promise.all([heard, seen].map(measureNeed));
      const targetMs = targetOf(Math.max(...needs), seen.jitterBufferTarget ?? 0);
      heard.jitterBufferTarget = targetMs;
      seen.jitterBufferTarget = targetMs;
    }
  }

  /** In milliseconds, since it was measured last; 0 when that is not known. */
  async function measureNeed(receiver: RTCRtpReceiver): Promise<number> {
    const then = before.get(receiver);
    const now = waitedIn(await receiver.getStats());
    if (now === null) return 0;
    before.set(receiver, now);
    const count = now.count - (then?.count ?? now.count);
    return count > 0 ? ((now.seconds - (then?.seconds ?? 0)) / count) * 1_000 : 0;
  }

  return () => {
    open = false;
    cancel();
  };
}

/** Follows a greater need at once, and a smaller one slowly. */
function targetOf(needMs: number, beforeMs: number): number {
  const wantedMs = Math.min(mostMs, Math.max(leastMs, Math.round(needMs)));
  return Math.max(wantedMs, beforeMs - stepDownMs);
}

/** What the line makes necessary: the whole delay has in it what is asked for here. */
function waitedIn(report: RTCStatsReport): Waited | null {
  for (const { type, jitterBufferMinimumDelay, jitterBufferEmittedCount } of report.values()) {
    if (type === 'inbound-rtp' && jitterBufferEmittedCount > 0) {
      return { seconds: jitterBufferMinimumDelay ?? 0, count: jitterBufferEmittedCount };
    }
  }
  return null;
}
