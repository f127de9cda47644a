import { describe, expect, it } from 'vitest';
import { quietFigures } from './quiet-figures.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');

function line(second: number, event: string, fields: object = {}): string {
  return JSON.stringify({ at: new Date(start + second * 1_000).toISOString(), event, ...fields });
}

const asleep = [
  line(1, 'room.alarm', { messages: 90 }),
  'wrangler says something',
  line(31, 'room.woke'),
  line(31, 'room.alarm', { messages: 0 }),
  line(62, 'room.woke'),
  line(62, 'room.alarm', { messages: 0 }),
];

describe('the figures of a quiet room', () => {
  it('count the alarms of the time asked about', () => {
    const figures = quietFigures(asleep.join('\n'), start + 10_000, start + 70_000);
    expect(figures).toEqual({ messages: 0, alarms: 2 });
  });

  it('count what the room handled before an alarm', () => {
    expect(quietFigures(asleep.join('\n'), start, start + 70_000).messages).toBe(90);
  });

  it('count a wake without an alarm as a message', () => {
    const log = [...asleep, line(65, 'room.woke')].join('\n');
    expect(quietFigures(log, start + 10_000, start + 70_000).messages).toBe(1);
  });
});
