import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { readMeetingLink } from '../../edge/protocol/links.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { TextField } from '../../pwa/parts/text-field.tsx';
import { wish } from '../messages.ts';

const words = extensionText.popup;

export function JoinPanel() {
  const pasted = useSignal('');
  const error = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  async function join(link: string, complaint: string) {
    const meeting = readMeetingLink(link);
    if (meeting === undefined) {
      error.value = complaint;
      input.current?.focus();
      return;
    }
    const { id, mediaKey } = meeting;
    await wish({ type: 'enter', meeting: id, mediaKey, joinAtOnce: false, copyLink: false });
    window.close();
  }

  function submit(event: Event) {
    event.preventDefault();
    const isEmpty = pasted.value.trim() === '';
    void join(pasted.value, isEmpty ? laterText.front.linkMissing : laterText.front.linkError);
  }

  async function paste() {
    const copied = await readClipboard();
    pasted.value = copied.slice(0, 200);
    await join(copied, words.nothingCopied);
  }

  return (
    <section class="panel">
      <form class="join-row" onSubmit={submit}>
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
        <button type="button" class="button" title={words.pasteHint} onClick={paste}>
          {words.paste}
        </button>
        <button type="submit" class="button">
          {words.join}
        </button>
      </form>
    </section>
  );
}

/** Asked for when it is used. Whoever says no types, or pastes with the keyboard. */
async function readClipboard(): Promise<string> {
  try {
    await browser.permissions.request({ permissions: ['clipboardRead'] });
    return await navigator.clipboard.readText();
  } catch {
    return '';
  }
}
