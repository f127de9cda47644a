import type { Source } from '../../../edge/protocol/people.ts';
import type { Clock } from '../ports.ts';

export type Receivers = ReadonlyMap<Source, RTCRtpReceiver>;

const everyMs = 1_000;
/** More would be a fault of the line, and nothing to wait for. */
const mostMs = 400;

const pairs = [
  { sound: 'microphone', picture: 'camera' },
  { sound: 'screen-audio', picture: 'screen' },
] as const satisfies readonly { sound: Source; picture: Source }[];

/** How long all that was played of a sound has waited, in seconds, and how many samples that were. */
interface Waited {
  readonly seconds: number;
  readonly samples: number;
}

/**
 * Lets pictures wait as long as their sound. Both come by streams of their own, which a browser does not keep together;
 * whoever talks to each other wants the picture at once, a film wants lips that fit. Until the answer is called.
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
      const now = waitedIn(await heard.getStats());
      const then = before.get(heard);
      if (now === null) continue;
      before.set(heard, now);
      const waitedMs = then && meanMs(then, now);
      if (waitedMs !== undefined) seen.jitterBufferTarget = Math.min(mostMs, waitedMs);
    }
  }

  return () => {
    open = false;
    cancel();
  };
}

function waitedIn(report: RTCStatsReport): Waited | null {
  for (const { type, jitterBufferDelay, jitterBufferEmittedCount } of report.values()) {
    if (type === 'inbound-rtp' && jitterBufferEmittedCount > 0) {
      return { seconds: jitterBufferDelay, samples: jitterBufferEmittedCount };
    }
  }
  return null;
}

function meanMs(then: Waited, now: Waited): number | undefined {
  const samples = now.samples - then.samples;
  return samples > 0 ? Math.round(((now.seconds - then.seconds) / samples) * 1_000) : undefined;
}
