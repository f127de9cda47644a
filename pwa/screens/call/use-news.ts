import { useEffect, useRef } from 'preact/hooks';
import type { CallNotice } from '../../call/call.ts';
import type { RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { useCall } from '../meeting/call-context.ts';
import type { Toasts } from './toasts.tsx';
import { unreadOf } from './unread.ts';

/** Says what happened while one looked elsewhere: notices of the room, and messages when the chat is closed. */
export function useNews(room: RoomView, toasts: Toasts, chatOpen: boolean): void {
  const call = useCall();
  const notices = call.notices.value;
  const announced = useRef(room.chat.at(-1)?.id ?? null);

  useEffect(() => {
    for (const notice of notices) {
      // Whoever knows about recordings says these.
      if (notice.kind === 'recording-ended' || notice.kind === 'recording-link') continue;
      toasts.say(wordsFor(notice));
      call.dismissNotice(notice);
    }
  }, [call, notices, toasts]);

  useEffect(() => {
    const news = unreadOf(room.chat, announced.current, room.you);
    announced.current = room.chat.at(-1)?.id ?? null;
    if (chatOpen) return;
    for (const { name, text: words } of news) toasts.say(text.call.newMessage(name, words));
  }, [room, chatOpen, toasts]);
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
