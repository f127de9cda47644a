import '../../styles/panels.css';
import { useEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../../edge/protocol/room-messages.ts';
import type { RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import type { Act } from '../call/act.ts';
import { SidePanel } from '../call/side-panel.tsx';
import { ChatEntry } from './chat-entry.tsx';
import { piecesOf } from './links-in.ts';

interface ChatPanelProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly onClose: () => void;
}

export function ChatPanel({ room, act, onClose }: ChatPanelProps) {
  const list = useRef<HTMLDivElement>(null);
  const latest = room.chat.at(-1)?.id;

  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [latest]);

  return (
    <SidePanel title={laterText.chat.title} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <div ref={list} class="chat-list" role="log" aria-label={laterText.chat.title} tabIndex={0}>
        {room.chat.length === 0 && (
          <div class="empty">
            <p>{laterText.chat.empty}</p>
            <p class="small">{laterText.chat.emptyHint}</p>
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
      <ChatEntry onSend={(words) => act({ type: 'chat', text: words })} />
    </SidePanel>
  );
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
