import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { Command } from '../../edge/protocol/commands.ts';
import { errorKinds } from '../../edge/protocol/errors.ts';
import {
  ClientMessage,
  RoomEvent,
  readClientFrame,
  readServerFrame,
  ServerMessage,
} from '../../edge/protocol/room-messages.ts';

/**
 * Frames as version 1 writes them. A tab left open over a deploy goes on sending and expecting exactly these:
 * never edit one; when the protocol grows, add to them.
 */
const folder = new URL('v1/', import.meta.url);
const golden = readdirSync(folder).map((name) => ({
  name,
  side: name.startsWith('client-') ? ('client' as const) : ('server' as const),
  frames: v.parse(v.array(v.looseObject({ type: v.string() })), readJson(name)),
}));

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

function framesOf(side: 'client' | 'server') {
  return golden.filter((file) => file.side === side).flatMap((file) => file.frames);
}

function literals(schema: { options: readonly { entries: { type: { literal: string } } }[] }) {
  return schema.options.map((option) => option.entries.type.literal).sort();
}

function kinds(values: readonly { type: string }[]): string[] {
  return [...new Set(values.map(({ type }) => type))].sort();
}

describe('what version 1 said is understood for ever', () => {
  for (const { name, side, frames } of golden) {
    test.each(frames)(`${name} %$`, (frame) => {
      const read = side === 'client' ? readClientFrame : readServerFrame;
      expect(read(JSON.stringify(frame))).toEqual({ kind: 'message', message: frame });
    });
  }
});

describe('the golden files leave nothing out', () => {
  test('every message of a client is there', () => {
    expect(kinds(framesOf('client'))).toEqual(literals(ClientMessage));
  });

  test('every message of a server is there', () => {
    expect(kinds(framesOf('server'))).toEqual(literals(ServerMessage));
  });

  test('every command is there', () => {
    const commands = framesOf('client').flatMap((frame) =>
      frame.type === 'command' ? [v.parse(Command, frame.command)] : [],
    );
    expect(kinds(commands)).toEqual(literals(Command));
  });

  test('every event is there', () => {
    const events = framesOf('server').flatMap((frame) =>
      frame.type === 'events' ? v.parse(v.array(v.object({ event: RoomEvent })), frame.events) : [],
    );
    expect(kinds(events.map(({ event }) => event))).toEqual(literals(RoomEvent));
  });

  test('every error is there', () => {
    const codes = framesOf('server').flatMap((frame) =>
      frame.type === 'closing' ? [v.parse(v.object({ code: v.string() }), frame.error).code] : [],
    );
    expect(codes.sort()).toEqual(Object.keys(errorKinds).sort());
  });
});
