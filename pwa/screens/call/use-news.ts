import { useEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../../edge/protocol/room-messages.ts';
import type { CallNotice } from '../../call/call.ts';
import type { RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { useCall } from '../meeting/call-context.ts';
import { gatherNews, type Toasts } from './toasts.tsx';
import { unreadOf } from './unread.ts';

/** Says what happened while one looked elsewhere: notices of the room, and messages when the chat is closed. */
export function useNews(room: RoomView, toasts: Toasts, chatOpen: boolean): void {
  const call = useCall();
  const notices = call.notices.value;
  const announced = useRef(room.chat.at(-1)?.id ?? null);
  const gathered = useRef<readonly ChatMessage[]>([]);

  useEffect(() => {
    for (const notice of notices) {
      // Recordings say these by themselves: `use-recording-news.ts` and `recording-notes.tsx`.
      if (notice.kind === 'recording-ended' || notice.kind === 'recording-link') continue;
      toasts.say(wordsFor(notice));
      call.dismissNotice(notice);
    }
  }, [call, notices, toasts]);

  useEffect(() => {
    const news = unreadOf(room.chat, announced.current, room.you);
    announced.current = room.chat.at(-1)?.id ?? null;
    if (chatOpen) return toasts.drop('chat');
    if (news.length === 0) return;
    gathered.current = gatherNews(toasts, 'chat', gathered.current, news);
    toasts.say(wordsForMessages(gathered.current), { about: 'chat' });
  }, [room, chatOpen, toasts]);
}

/** The only one is quoted; of more it is said how many there are, and whose. */
export function wordsForMessages(messages: readonly ChatMessage[]): string {
  const [first] = messages;
  if (first === undefined) return '';
  if (messages.length === 1) return text.call.newMessage(first.name, first.text);
  const names = [...new Set(messages.map(({ name }) => name))];
  return text.call.newMessages(names, messages.length);
}

type ShortNotice = Exclude<CallNotice, { kind: 'recording-ended' | 'recording-link' }>;

function wordsFor(notice: ShortNotice): string {
  switch (notice.kind) {
    case 'silenced':
      return text.call.silenced(notice.sources, notice.by);
    case 'withdrawn':
      return text.call.withdrawn(notice.sources);
    case 'refused':
      return text.call.refused(notice.code);
  }
}
