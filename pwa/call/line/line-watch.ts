import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Clock } from '../ports.ts';
import type { LineStats } from '../transport/transport.ts';
import type { Reading } from './line-signs.ts';
import { isTooMuch, newTroubleWatch, stepTrouble } from './mesh-overload.ts';
import { newQualityWatch, type Quality, qualityOf, stepQuality } from './quality.ts';

export interface LineWatchPorts {
  readonly clock: Clock;
  /** A hidden page receives little and decodes nothing: its figures say nothing about the line. */
  isShown(): boolean;
  lines(): Promise<readonly LineStats[]>;
  /** People whom a mesh does not lead to now. */
  unreached(): readonly SeatId[];
  /** What to tell the person, when that changes. */
  onQuality(quality: Quality): void;
  /** The mesh has been too much for a while, or has not led to these. */
  onTrouble(unreached: readonly SeatId[]): void;
}

/** Rare enough to cost nothing beside the call that it watches. */
const everyMs = 3_000;

/** Watches over this client's own end of the call, until the answer is called. */
export function watchLine(ports: LineWatchPorts): () => void {
  const { clock } = ports;
  let open = true;
  let before: Reading | null = null;
  let quality = newQualityWatch;
  let trouble = newTroubleWatch;
  let cancel = clock.after(everyMs, () => void look());

  async function look(): Promise<void> {
    const reading = await read();
    if (!open) return;
    if (before !== null && reading !== null) judge(before, reading);
    before = reading;
    cancel = clock.after(everyMs, () => void look());
  }

  async function read(): Promise<Reading | null> {
    if (!ports.isShown()) return null;
    try {
      return { at: clock.now(), lines: await ports.lines() };
    } catch {
      // A connection that is just closing gives no figures.
      return null;
    }
  }

  function judge(then: Reading, now: Reading): void {
    const { told } = quality;
    quality = stepQuality(quality, qualityOf(then, now), now.at);
    if (quality.told !== told) ports.onQuality(quality.told);
    const { saidAt } = trouble;
    const unreached = ports.unreached();
    trouble = stepTrouble(trouble, unreached.length > 0 || isTooMuch(then, now), now.at);
    if (trouble.saidAt !== saidAt) ports.onTrouble(unreached);
  }

  return () => {
    open = false;
    cancel();
  };
}
