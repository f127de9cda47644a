import { useSignal } from '@preact/signals';
import { extensionText, type NoticeCode } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { wish } from '../messages.ts';
import { makeCall, Refusal } from '../worker/meetings.ts';
import { ShareButton } from './share-button.tsx';

const words = extensionText.popup;

export function StartPanel() {
  const starting = useSignal(false);
  const failure = useSignal<NoticeCode | null>(null);

  async function start() {
    starting.value = true;
    failure.value = null;
    try {
      const { link, hostToken, address } = await makeCall();
      // Where the browser does not let us, the call tries once more.
      const copyLink = await navigator.clipboard.writeText(address).then(
        () => false,
        () => true,
      );
      const { id: meeting, mediaKey } = link;
      await wish({ type: 'enter', meeting, mediaKey, hostToken, joinAtOnce: true, copyLink });
      window.close();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failure.value = error.code;
      starting.value = false;
    }
  }

  return (
    <section class="panel">
      <button
        type="button"
        class="button primary large wide"
        disabled={starting.value}
        onClick={start}
      >
        <Icon name="camera" />
        {starting.value ? laterText.front.starting : words.start}
      </button>
      <p class="soft small centred">{words.startHint}</p>
      <p class="field-error" role="alert" hidden={failure.value === null}>
        {failure.value !== null && extensionText.notices[failure.value]}
      </p>
      <ShareButton label={words.shareTab} />
    </section>
  );
}
