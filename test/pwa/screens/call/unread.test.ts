import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CommandId } from '../../../../edge/protocol/ids.ts';
import type { ChatMessage } from '../../../../edge/protocol/room-messages.ts';
import { unreadOf } from '../../../../pwa/screens/call/unread.ts';
import { seatOf } from '../people.ts';

function message(id: string, from: number): ChatMessage {
  return { id: v.parse(CommandId, id), from: seatOf(from), name: 'Somebody', text: id, at: 0 };
}

function idsOf(...given: Parameters<typeof unreadOf>): string[] {
  return unreadOf(...given).map(({ id }) => id);
}

describe('unread messages', () => {
  const chat = [message('a', 1), message('b', 0), message('c', 2)];

  test('are those after the last one read', () => {
    expect(idsOf(chat, 'a', seatOf(0))).toEqual(['c']);
  });

  test("are never one's own", () => {
    expect(idsOf(chat, null, seatOf(0))).toEqual(['a', 'c']);
  });

  test('are all that is left when the room has dropped the last one read', () => {
    expect(idsOf(chat, 'dropped', seatOf(9))).toEqual(['a', 'b', 'c']);
  });
});
