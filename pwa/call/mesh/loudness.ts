import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Clock } from '../ports.ts';

export type PageVisibility = Pick<
  Document,
  'visibilityState' | 'addEventListener' | 'removeEventListener'
>;

type Hearing = Pick<RTCRtpReceiver, 'getSynchronizationSources'>;

export interface LoudnessMeter {
  /** The microphones that are heard now. */
  listen(receivers: ReadonlyMap<SeatId, Hearing>): void;
  close(): void;
}

interface Heard {
  readonly level: number;
  readonly timestamp: number;
}

const pollMs = 200;
/** A change below this is not seen on a tile. */
const step = 0.05;

function hear(receiver: Hearing): Heard {
  const [source] = receiver.getSynchronizationSources();
  return { level: source?.audioLevel ?? 0, timestamp: source?.timestamp ?? 0 };
}

/** Browsers go on showing the last packet's level after the packets have stopped. */
export function levelOf(now: Heard, before: Heard | undefined): number {
  if (now.timestamp === before?.timestamp) return 0;
  return Math.round(now.level / step) * step;
}

export function createLoudnessMeter(
  report: (levels: ReadonlyMap<SeatId, number>) => void,
  page: PageVisibility,
  clock: Clock,
): LoudnessMeter {
  let receivers: ReadonlyMap<SeatId, Hearing> = new Map();
  let before = new Map<SeatId, Heard>();
  let told = '';
  let cancel = () => {};

  function poll(): void {
    const heard = new Map([...receivers].map(([seat, receiver]) => [seat, hear(receiver)]));
    const levels = new Map([...heard].map(([seat, now]) => [seat, levelOf(now, before.get(seat))]));
    before = heard;
    const news = [...levels].join();
    if (news !== told) report(levels);
    told = news;
    resume();
  }

  /** Nobody looks at a hidden page, so nothing is measured for it. */
  function resume(): void {
    cancel();
    if (receivers.size > 0 && page.visibilityState === 'visible')
      cancel = clock.after(pollMs, poll);
  }

  page.addEventListener('visibilitychange', resume);

  return {
    listen(next) {
      receivers = next;
      resume();
    },
    close() {
      page.removeEventListener('visibilitychange', resume);
      cancel();
    },
  };
}
