import { expect, it } from 'vitest';
import {
  createLagMeter,
  createSoundClock,
} from '../../../../../pwa/call/recorder/film/sound-clock.ts';

const rate = 48_000;
const piece = 1_024;

it('begins a film with silence until there is sound', () => {
  expect(createSoundClock(rate).place(0.5, piece)).toEqual({ silence: 24_000, skipped: 0 });
});

it('leaves out what was heard before the film', () => {
  const clock = createSoundClock(rate);
  expect(clock.place(-1, piece)).toEqual({ silence: 0, skipped: piece });
  expect(clock.place(-512 / rate, piece)).toEqual({ silence: 0, skipped: 512 });
  expect(clock.place(512 / rate, piece)).toEqual({ silence: 0, skipped: 0 });
});

it('lets sound that wavers by less than 40 ms be, for a mend is a click', () => {
  const clock = createSoundClock(rate);
  for (let index = 0; index < 1_000; index += 1) {
    const wavering = index % 2 ? 0.03 : -0.03;
    const at = index === 0 ? 0 : (index * piece) / rate + wavering;
    expect(clock.place(at, piece)).toEqual({ silence: 0, skipped: 0 });
  }
});

it('fills a hole, and leaves out what comes twice', () => {
  const clock = createSoundClock(rate);
  clock.place(0, piece);
  expect(clock.place(1 + piece / rate, piece)).toEqual({ silence: rate, skipped: 0 });
  expect(clock.place(1, piece)).toEqual({ silence: 0, skipped: piece });
});

it('keeps sound that drifts within 61 ms of its picture for six hours', () => {
  const clock = createSoundClock(rate);
  let written = 0;
  let farthest = 0;
  // A sound card that is 100 millionths too fast.
  for (let at = 0; at < 6 * 3_600; at += (piece / rate) * 1.0001) {
    const { silence, skipped } = clock.place(at, piece);
    farthest = Math.max(farthest, Math.abs(at - (written + silence) / rate));
    written += silence + piece - skipped;
  }
  expect(farthest).toBeLessThan(0.061);
});

it('takes the smallest of the last lags for the distance between two clocks', () => {
  const lag = createLagMeter(3);
  expect([12, 9, 40, 41, 42].map((ms) => lag.measure(ms))).toEqual([12, 9, 9, 9, 40]);
});
