import { describe, expect, it } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { createLoudnessMeter } from '../../../../pwa/call/mesh/loudness.ts';
import { createFakeClock } from '../fakes/clock.ts';

const seat = 'aaaaaaaaaaaa' as SeatId;

function setUp() {
  const clock = createFakeClock();
  const page = Object.assign(new EventTarget(), {
    visibilityState: 'visible' as DocumentVisibilityState,
  });
  const reports: number[] = [];
  const meter = createLoudnessMeter((levels) => reports.push(levels.get(seat) ?? -1), page, clock);
  const packet = { audioLevel: 0, timestamp: 0, rtpTimestamp: 0, source: 1 };
  const speak = (audioLevel: number) => {
    packet.audioLevel = audioLevel;
    packet.timestamp += 1;
    clock.advance(200);
  };
  const show = (visibilityState: DocumentVisibilityState) => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  const listen = () =>
    meter.listen(new Map([[seat, { getSynchronizationSources: () => [{ ...packet }] }]]));
  return { clock, meter, reports, speak, show, listen };
}

describe('loudness', () => {
  it('is reported when it changes by what an eye can see', () => {
    const { listen, speak, reports } = setUp();
    listen();
    for (const level of [0.5, 0.51, 0.49, 0.8]) speak(level);
    expect(reports.map((level) => level.toFixed(2))).toEqual(['0.50', '0.80']);
  });

  it('is nothing once packets stop, though browsers repeat the last level', () => {
    const { listen, speak, reports, clock } = setUp();
    listen();
    speak(0.5);
    clock.advance(200);
    expect(reports.at(-1)).toBe(0);
  });

  it('is not measured for a hidden page, nor without anybody to hear', () => {
    const { clock, listen, show, meter } = setUp();
    expect(clock.timers()).toBe(0);
    listen();
    show('hidden');
    expect(clock.timers()).toBe(0);
    show('visible');
    expect(clock.timers()).toBe(1);
    meter.listen(new Map());
    expect(clock.timers()).toBe(0);
  });

  it('ends with the call', () => {
    const { clock, listen, show, meter } = setUp();
    listen();
    meter.close();
    show('visible');
    expect(clock.timers()).toBe(0);
  });
});
