import { expect, test } from 'vitest';
import { createLog } from '../../edge/log.ts';

function recorded() {
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    () => 1_795_000_000_000,
  );
  return { log, read: () => lines.map((line) => JSON.parse(line)) };
}

test('an event is one line of JSON with its time', () => {
  const { log, read } = recorded();
  log.event('room.ended', { reason: 'two\nlines' });
  expect(read()).toEqual([
    { at: '2026-11-18T11:06:40.000Z', event: 'room.ended', reason: 'two\nlines' },
  ]);
});

test('what a log was made with is in every line, and not in its parent’s', () => {
  const { log, read } = recorded();
  log.with({ trace: 't1' }).with({ room: 'r1' }).event('a', { count: 1 });
  log.event('b');
  expect(read()).toMatchObject([{ event: 'a', trace: 't1', room: 'r1', count: 1 }, { event: 'b' }]);
  expect(read()[1]).not.toHaveProperty('trace');
});
