import { expect, test } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { watchLine } from '../../../../pwa/call/line/line-watch.ts';
import type { LineStats } from '../../../../pwa/call/transport/transport.ts';
import { seatOf } from '../../screens/people.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';
import { lineOf, slowed, starved } from '../fakes/lines.ts';

function watched() {
  const clock = createFakeClock();
  const news: string[] = [];
  const scene = {
    lines: [] as readonly LineStats[],
    unreached: [] as readonly SeatId[],
    shown: true,
    readings: 0,
  };
  const stop = watchLine({
    clock,
    isShown: () => scene.shown,
    lines: async () => {
      scene.readings += 1;
      return scene.lines;
    },
    onQuality: (quality) => news.push(quality),
    unreached: () => scene.unreached,
    onTrouble: (unreached) => news.push(['too much', ...unreached].join(' ')),
  });
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      await settled();
    }
  }
  return { clock, news, scene, stop, pass };
}

const twice = (about: Partial<LineStats>) => [lineOf('one', about), lineOf('other', about)];

test('whoever watches a line tells of both, the line and the mesh', async () => {
  const { scene, news, pass } = watched();
  scene.lines = twice(starved);
  await pass(30);
  expect(news.toSorted()).toEqual(['too much', 'weak-here']);
  scene.lines = twice({});
  await pass(30);
  expect(news.at(-1)).toBe('good');
});

test('a slow machine is no weak line', async () => {
  const { scene, news, pass } = watched();
  scene.lines = twice(slowed);
  await pass(30);
  expect(news).toEqual(['too much']);
});

test('somebody whom nothing leads to is named, but not for a moment’s absence', async () => {
  const { scene, news, pass } = watched();
  scene.lines = [lineOf('one', {})];
  scene.unreached = [seatOf(1)];
  await pass(9);
  scene.unreached = [];
  await pass(9);
  expect(news).toEqual([]);
  scene.unreached = [seatOf(1)];
  await pass(15);
  expect(news).toEqual([`too much ${seatOf(1)}`]);
});

test('nothing is read while the page is hidden, and nothing afterwards', async () => {
  const { clock, scene, news, stop, pass } = watched();
  scene.lines = twice(starved);
  scene.shown = false;
  await pass(60);
  expect(scene.readings).toBe(0);
  stop();
  scene.shown = true;
  await pass(60);
  expect([scene.readings, news, clock.timers()]).toEqual([0, [], 0]);
});
