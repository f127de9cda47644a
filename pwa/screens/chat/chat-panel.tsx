import '../../styles/panels.css';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../../edge/protocol/room-messages.ts';
import type { RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Act } from '../call/act.ts';
import { SidePanel } from '../call/side-panel.tsx';
import { unreadOf } from '../call/unread.ts';
import { ChatEntry } from './chat-entry.tsx';
import { piecesOf } from './links-in.ts';

interface ChatPanelProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly onClose: () => void;
}

export function ChatPanel({ room, act, onClose }: ChatPanelProps) {
  const list = useRef<HTMLDivElement>(null);
  const { missed, onScroll, showLatest } = useEndOfChat(list, room);

  return (
    <SidePanel title={laterText.chat.title} onClose={onClose}>
      <div
        ref={list}
        class="chat-list"
        role="log"
        aria-label={laterText.chat.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        {room.chat.length === 0 && (
          <div class="empty">
            <p>{laterText.chat.empty}</p>
            <p class="small">{laterText.chat.emptyHint}</p>
            <p class="small">{laterText.chat.keptHint}</p>
          </div>
        )}
        {room.chat.map((message, index) => (
          <Message
            key={message.id}
            message={message}
            own={message.from === room.you}
            continued={continues(room.chat[index - 1], message)}
          />
        ))}
      </div>
      <div class="chat-foot">
        {missed > 0 && (
          <button
            type="button"
            class="button compact new-messages"
            onClick={() => {
              showLatest();
              list.current?.focus();
            }}
          >
            {laterText.chat.newMessages(missed)}
            <Icon name="chevron" class="small" />
          </button>
        )}
        <ChatEntry onSend={(words) => act({ type: 'chat', text: words })} />
      </div>
    </SidePanel>
  );
}

/** A few pixels above the end still count as the end. */
const nearEndPx = 40;

/** Follows the conversation for as long as its end is on screen, or one writes; somebody who reads back is left there. */
function useEndOfChat(list: { readonly current: HTMLDivElement | null }, { chat, you }: RoomView) {
  const isAtEnd = useRef(true);
  const lastSeen = useSignal<string | undefined>(undefined);
  const latest = chat.at(-1);

  function showLatest(): void {
    list.current?.scrollTo({ top: list.current.scrollHeight });
    isAtEnd.current = true;
    lastSeen.value = latest?.id;
  }

  useLayoutEffect(() => {
    if (isAtEnd.current || latest?.from === you) showLatest();
  }, [latest?.id]);

  return {
    missed: isAtEnd.current ? 0 : unreadOf(chat, lastSeen.value ?? null, you).length,
    showLatest,
    onScroll() {
      const { current: element } = list;
      if (element === null) return;
      const { scrollHeight, scrollTop, clientHeight } = element;
      isAtEnd.current = scrollHeight - scrollTop - clientHeight <= nearEndPx;
      if (isAtEnd.current) lastSeen.value = latest?.id;
    },
  };
}

const sameBreathMs = 2 * 60_000;

/** The same person, a moment later: their name is not said twice. */
function continues(before: ChatMessage | undefined, message: ChatMessage): boolean {
  return before?.from === message.from && message.at - before.at < sameBreathMs;
}

interface MessageProps {
  readonly message: ChatMessage;
  readonly own: boolean;
  readonly continued: boolean;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

function Message({ message, own, continued }: MessageProps) {
  return (
    <article class={continued ? 'message continued' : 'message'}>
      <header class={continued ? 'visually-hidden' : ''}>
        <strong>{own ? text.call.you : message.name}</strong>{' '}
        <time dateTime={new Date(message.at).toISOString()}>{clock.format(message.at)}</time>
      </header>
      <p>
        {piecesOf(message.text).map((piece) =>
          piece.kind === 'text' ? (
            piece.text
          ) : (
            <a key={piece.address} href={piece.address} target="_blank" rel="noopener noreferrer">
              {piece.text}
            </a>
          ),
        )}
      </p>
    </article>
  );
}
