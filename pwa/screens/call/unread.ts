import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { ChatMessage } from '../../../edge/protocol/room-messages.ts';

/** Messages of others after the last one read. By id: the room drops old ones, so counts would drift. */
export function unreadOf(
  chat: readonly ChatMessage[],
  lastRead: string | null,
  you: SeatId,
): readonly ChatMessage[] {
  const read = chat.findIndex((message) => message.id === lastRead);
  return chat.slice(read + 1).filter((message) => message.from !== you);
}
