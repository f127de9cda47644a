import { useSignal } from '@preact/signals';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { wish } from '../messages.ts';
import { useWorld } from './world.ts';

const words = extensionText.popup;

/** Whom the call was started for: they get its link however one writes to them. */
export function InvitePanel() {
  const { invite } = useWorld().session;
  const copied = useSignal<boolean | null>(null);
  if (invite === null) return null;
  const { whom, kind, link } = invite;
  const draft = new URLSearchParams({
    subject: words.inviteSubject,
    body: words.inviteText(link),
  });

  function copy() {
    navigator.clipboard.writeText(link).then(
      () => {
        copied.value = true;
      },
      () => {
        copied.value = false;
      },
    );
  }

  return (
    <section class="panel invite">
      <div class="panel-head">
        <h2>{words.inviteTitle(whom)}</h2>
        <button
          type="button"
          class="plain-button"
          aria-label={words.dismiss}
          onClick={() => void wish({ type: 'dismiss', what: 'invite' })}
        >
          <Icon name="close" class="small" />
        </button>
      </div>
      <p class="soft small">{words.inviteBody}</p>
      <div class="actions">
        {kind === 'mail' && (
          <a
            class="button primary"
            href={`mailto:${encodeURIComponent(whom)}?${String(draft).replaceAll('+', '%20')}`}
            target="_blank"
            rel="noreferrer"
          >
            {words.inviteMail}
          </a>
        )}
        <button type="button" class="button" onClick={copy}>
          <Icon name="link" class="small" />
          {copied.value === true ? words.copied : words.inviteCopy}
        </button>
      </div>
      <p class="field-error" role="alert" hidden={copied.value !== false}>
        {words.notCopied}
      </p>
    </section>
  );
}
