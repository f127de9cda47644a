import { describe, expect, test } from 'vitest';
import { limits, ping } from '../../edge/protocol/limits.ts';
import { readClientFrame, readServerFrame } from '../../edge/protocol/room-messages.ts';

const hello = { type: 'hello', version: 1, capabilities: [] };
const seat = 'a1b2c3d4e5f6';

function command(command: object) {
  return JSON.stringify({ type: 'command', id: 'c1', command });
}

describe('reading a frame', () => {
  test('a ping is no message', () => {
    expect(readClientFrame(ping)).toEqual({ kind: 'ping' });
    expect(readServerFrame(ping)).toEqual({ kind: 'ping' });
  });

  test('a message of a newer version is ignored, not refused', () => {
    const frame = JSON.stringify({ type: 'telepathy', thought: 1 });
    expect(readClientFrame(frame)).toEqual({ kind: 'unknown', type: 'telepathy' });
    expect(readServerFrame(frame)).toEqual({ kind: 'unknown', type: 'telepathy' });
  });

  test('what one end says is not taken from the other', () => {
    expect(readServerFrame(JSON.stringify(hello)).kind).toBe('unknown');
    expect(readClientFrame(JSON.stringify({ type: 'waiting' })).kind).toBe('unknown');
  });

  test.each([
    ['text that is no JSON', '{"type":"hello"'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '42'],
    ['an array', '[{"type":"hello"}]'],
    ['an object without a type', '{}'],
    ['a type that is no text', '{"type":{"toString":"hello"}}'],
    ['half a character', '"\ud800'],
  ])('%s is bad', (_, frame) => {
    expect(readClientFrame(frame)).toEqual({ kind: 'bad' });
    expect(readServerFrame(frame)).toEqual({ kind: 'bad' });
  });

  test.each([new ArrayBuffer(4), new Uint8Array([123, 125]), undefined, null, 7, {}])(
    'a frame that is no text is bad (%#)',
    (frame) => expect(readClientFrame(frame)).toEqual({ kind: 'bad' }),
  );

  test('a field that nobody knows yet is dropped', () => {
    const frame = JSON.stringify({ ...hello, mood: 'good', resume: undefined });
    expect(readClientFrame(frame)).toEqual({ kind: 'message', message: hello });
  });

  test('a field deep inside that nobody knows yet is dropped', () => {
    expect(readClientFrame(command({ type: 'hand', raised: true, seat, role: 'host' }))).toEqual({
      kind: 'message',
      message: { type: 'command', id: 'c1', command: { type: 'hand', raised: true } },
    });
  });

  test.each(['__proto__', 'constructor', 'prototype'])('%s pollutes nothing', (key) => {
    const frame = `{"type":"hello","version":1,"capabilities":[],"${key}":{"polluted":true}}`;
    const read = readClientFrame(frame);
    expect(read).toEqual({ kind: 'message', message: hello });
    expect('polluted' in {}).toBe(false);
    if (read.kind === 'message') {
      expect(Object.getPrototypeOf(read.message)).toBe(Object.prototype);
      expect(Object.keys(read.message).sort()).toEqual(Object.keys(hello).sort());
    }
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a message of type %s is merely unknown',
    (type) => expect(readClientFrame(JSON.stringify({ type })).kind).toBe('unknown'),
  );

  test('settings are not changed by inherited names', () => {
    const read = readClientFrame(
      '{"type":"command","id":"c1","command":{"type":"change-settings","settings":{"__proto__":{"locked":true}}}}',
    );
    expect(read.kind).toBe('message');
    if (read.kind === 'message' && read.message.type === 'command') {
      expect(read.message.command).toEqual({ type: 'change-settings', settings: {} });
    }
  });
});

describe('a client’s message is held to its limits', () => {
  test.each<[string, string]>([
    ['a hello without a version', JSON.stringify({ type: 'hello', capabilities: [] })],
    ['half a version', JSON.stringify({ ...hello, version: 1.5 })],
    ['a version below zero', JSON.stringify({ ...hello, version: -1 })],
    ['a seat without its secret', JSON.stringify({ ...hello, seat: { id: seat } })],
    [
      'a sequence number below zero',
      JSON.stringify({ ...hello, resume: { peer: `${seat}-1`, since: -1 } }),
    ],
    ['a join without a name', JSON.stringify({ type: 'join', name: ' ', publishing: [] })],
    ['a command without an id', JSON.stringify({ type: 'command', command: { type: 'end' } })],
    ['a command that nobody knows', command({ type: 'explode' })],
    ['an empty chat message', command({ type: 'chat', text: ' \n ' })],
    ['a long chat message', command({ type: 'chat', text: 'x'.repeat(limits.chatLength + 1) })],
    ['a role that cannot be given', command({ type: 'set-role', seat, role: 'host' })],
    ['a seat that cannot be one', command({ type: 'remove', seat: 'everybody' })],
    [
      'a picture taller than any',
      JSON.stringify({ type: 'want', wants: [{ seat, source: 'camera', height: 10_000 }] }),
    ],
    [
      'a wish for what nobody sends',
      JSON.stringify({ type: 'want', wants: [{ seat, source: 'smell', height: 1 }] }),
    ],
    [
      'more wishes than people',
      JSON.stringify({
        type: 'want',
        wants: Array.from({ length: 201 }, () => ({ seat, source: 'camera', height: 1 })),
      }),
    ],
    [
      'a description that is too long',
      JSON.stringify({
        type: 'signal',
        to: seat,
        signal: {
          kind: 'restart-offer',
          connection: 'c',
          sdp: 'x'.repeat(limits.sdpLength + 1),
        },
      }),
    ],
  ])('%s is bad', (_, frame) => {
    expect(readClientFrame(frame)).toEqual({ kind: 'bad' });
  });

  test('the longest message fits into a frame', () => {
    const frame = JSON.stringify({
      type: 'signal',
      to: seat,
      signal: { kind: 'restart-offer', connection: 'c', sdp: 'x'.repeat(limits.sdpLength) },
    });
    expect(readClientFrame(frame).kind).toBe('message');
    expect(frame.length).toBeLessThan(limits.roomMessageBytes);
  });
});

test('an event that only a newer server knows keeps its number and its neighbours', () => {
  const gone = { type: 'gone', seat: '0123456789ab', reason: 'left' };
  const frame = {
    type: 'events',
    events: [
      { seq: 1, event: { type: 'fireworks', colour: 'red' } },
      { seq: 2, event: gone },
    ],
  };
  expect(readServerFrame(JSON.stringify(frame))).toEqual({
    kind: 'message',
    message: {
      type: 'events',
      events: [
        { seq: 1, event: { type: 'unknown' } },
        { seq: 2, event: gone },
      ],
    },
  });
});
