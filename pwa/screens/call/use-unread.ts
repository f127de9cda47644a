import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RoomView } from '../../call/room-view.ts';
import { unreadOf } from './unread.ts';

/** How many messages came while the chat was closed; what was there before us counts as read. */
export function useUnread(room: RoomView, chatOpen: boolean): number {
  const latest = room.chat.at(-1)?.id ?? null;
  const lastRead = useSignal(latest);
  useEffect(() => {
    if (chatOpen) lastRead.value = latest;
  }, [chatOpen, latest, lastRead]);
  return chatOpen ? 0 : unreadOf(room.chat, lastRead.value, room.you).length;
}
