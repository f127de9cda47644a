import { useSignal } from '@preact/signals';
import type { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { laterIcons } from '../../parts/later-icons.ts';
import { useCopyAddress } from '../use-copy-address.ts';
import { DeleteDialog } from './delete-dialog.tsx';

const words = recordingText.page;

interface RecordingActionsProps {
  readonly view: RecordingView;
  readonly onRemove: () => Promise<void>;
}

export function RecordingActions({ view, onRemove }: RecordingActionsProps) {
  const told = useSignal('');
  const copy = useCopyAddress((said) => {
    told.value = said;
  }, words);
  const downloads = view.parts.flatMap(({ downloadUrl, bytes }, index) =>
    downloadUrl === null ? [] : [{ downloadUrl, bytes, number: index + 1 }],
  );

  return (
    <div class="recording-actions">
      <div class="actions">
        {downloads.map(({ downloadUrl, bytes, number }) => (
          <a key={number} class="button primary" href={downloadUrl} download>
            <Icon name={laterIcons.download} />
            {downloads.length === 1 ? words.download(bytes) : words.downloadPart(number, bytes)}
          </a>
        ))}
        <button
          type="button"
          class="button"
          onClick={() => copy(view.sharePath ?? window.location.pathname)}
        >
          <Icon name="link" />
          {words.copyLink}
        </button>
      </div>
      <p class="small" role="status">
        {told.value}
      </p>
      {view.expiresAt !== null && <p class="small soft">{words.expires(view.expiresAt)}</p>}
      {view.owner && <OwnerActions onRemove={onRemove} />}
    </div>
  );
}

/** Apart from what is for everybody: whoever has the owner’s link can delete the recording. */
function OwnerActions({ onRemove }: Pick<RecordingActionsProps, 'onRemove'>) {
  const asking = useSignal(false);
  const told = useSignal('');
  const copy = useCopyAddress(
    (said) => {
      told.value = said;
    },
    { copied: words.ownerCopied, copyFailed: words.copyFailed },
  );
  return (
    <details class="disclosure">
      <summary>
        {words.manage}
        <Icon name="chevron" class="small chevron" />
      </summary>
      <p class="small soft">{words.ownerNote}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => copy(window.location.href)}>
          <Icon name="link" />
          {words.copyOwnerLink}
        </button>
        <button
          type="button"
          class="button grave"
          aria-haspopup="dialog"
          onClick={() => {
            asking.value = true;
          }}
        >
          <Icon name={laterIcons.trash} />
          {words.delete}
        </button>
      </div>
      <p class="small" role="status">
        {told.value}
      </p>
      {asking.value && (
        <DeleteDialog
          onRemove={onRemove}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </details>
  );
}
