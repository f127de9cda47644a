import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../../edge/protocol/limits.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';

/**
 * Enter sends, Shift+Enter makes a line. What was refused comes back, unless something new was begun. What is too long
 * stays in the field, whole, until it is shortened.
 */
export function ChatEntry({ onSend }: { onSend: (words: string) => Promise<boolean> }) {
  const words = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();

  useEffect(() => field.current?.focus(), []);

  const tooLong = words.value.trim().length - limits.chatLength;

  async function send() {
    const sent = words.value.trim();
    if (sent === '' || tooLong > 0) return;
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
        aria-invalid={tooLong > 0}
        aria-describedby={`${id}-error`}
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
      <button
        type="submit"
        class="button primary send"
        aria-label={laterText.chat.send}
        aria-disabled={tooLong > 0}
      >
        <Icon name="send" />
      </button>
      <p id={`${id}-error`} class="field-error" role="status" hidden={tooLong <= 0}>
        {tooLong > 0 && laterText.chat.tooLong(tooLong, limits.chatLength)}
      </p>
    </form>
  );
}
