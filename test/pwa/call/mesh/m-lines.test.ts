import { describe, expect, it } from 'vitest';
import { nameLines } from '../../../../pwa/call/mesh/m-lines.ts';

const line = (kind: string, mid: number) => ({ mid, receiver: { track: { kind } } });

describe('the names of media sections', () => {
  it('follow the order within a kind, however the kinds are mixed', () => {
    const named = nameLines([
      line('video', 0),
      line('audio', 1),
      line('audio', 2),
      line('video', 3),
    ]);
    expect([...named].map(([source, { mid }]) => [source, mid])).toEqual([
      ['microphone', 1],
      ['screen-audio', 2],
      ['camera', 0],
      ['screen', 3],
    ]);
  });

  it('are not given to sections that a newer version adds', () => {
    const lines = [line('audio', 0), line('audio', 1), line('audio', 2)];
    expect([...nameLines(lines).keys()]).toEqual(['microphone', 'screen-audio']);
  });
});
