import '../../styles/front.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { meetingPath, readMeetingLink } from '../../../edge/protocol/links.ts';
import { useApp } from '../../app.ts';
import { laterText } from '../../messages/en-later.ts';
import { TextField } from '../../parts/text-field.tsx';

export function JoinByLink({ focused }: { focused: boolean }) {
  const { online, router } = useApp();
  const pasted = useSignal('');
  const error = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);

  function join(event: Event) {
    event.preventDefault();
    const link = readMeetingLink(pasted.value);
    if (link !== undefined) {
      router.go(meetingPath(link));
      return;
    }
    error.value =
      pasted.value.trim() === '' ? laterText.front.linkMissing : laterText.front.linkError;
    input.current?.focus();
  }

  return (
    <form class="join-row" aria-label={laterText.front.joinHeading} onSubmit={join}>
      <TextField
        label={laterText.front.link}
        placeholder={laterText.front.linkHint}
        value={pasted.value}
        error={error.value}
        inputRef={input}
        onInput={(value) => {
          pasted.value = value;
          error.value = null;
        }}
      />
      <button type="submit" class="button" disabled={!online.value}>
        {laterText.front.join}
      </button>
    </form>
  );
}
