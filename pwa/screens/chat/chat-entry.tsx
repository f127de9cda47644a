import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../../edge/protocol/limits.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';

/** Enter sends, Shift+Enter makes a line. What was refused comes back, unless something new was begun. */
export function ChatEntry({ onSend }: { onSend: (words: string) => Promise<boolean> }) {
  const words = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();

  useEffect(() => field.current?.focus(), []);

  async function send() {
    const sent = words.value.trim();
    if (sent === '') return;
    words.value = '';
    if (!(await onSend(sent)) && words.value === '') words.value = sent;
  }

  return (
    <form
      class="chat-entry"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="visually-hidden" for={id}>
        {laterText.chat.placeholder}
      </label>
      <textarea
        ref={field}
        id={id}
        class="input"
        rows={1}
        value={words.value}
        maxLength={limits.chatLength}
        placeholder={laterText.chat.placeholder}
        onInput={(event) => {
          words.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <button type="submit" class="button primary send" aria-label={laterText.chat.send}>
        <Icon name="send" />
      </button>
    </form>
  );
}
