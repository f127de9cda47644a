import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';

export function AloneCard({ onCopyLink }: { onCopyLink: () => void }) {
  return (
    <div class="alone">
      <p>
        {text.call.alone} <span class="soft">{text.call.aloneHint}</span>
      </p>
      <button type="button" class="button primary compact" onClick={onCopyLink}>
        <Icon name="link" class="small" />
        {text.call.copyLink}
      </button>
    </div>
  );
}
