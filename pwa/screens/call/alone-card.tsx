import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';

export function AloneCard({ onCopyLink }: { onCopyLink: () => void }) {
  return (
    <div class="alone">
      <p>
        {laterText.call.alone} <span class="soft">{laterText.call.aloneHint}</span>
      </p>
      <button type="button" class="button primary compact" onClick={onCopyLink}>
        <Icon name="link" class="small" />
        {text.call.copyLink}
      </button>
    </div>
  );
}
