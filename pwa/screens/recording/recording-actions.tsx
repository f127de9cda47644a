import { useSignal } from '@preact/signals';
import type { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { useApp } from '../../app.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { laterIcons } from '../../parts/later-icons.ts';
import { DeleteDialog } from './delete-dialog.tsx';

const words = recordingText.page;

interface RecordingActionsProps {
  readonly view: RecordingView;
  readonly onRemove: () => Promise<void>;
}

export function RecordingActions({ view, onRemove }: RecordingActionsProps) {
  const app = useApp();
  const told = useSignal('');
  const asking = useSignal(false);
  const downloads = view.parts.flatMap(({ downloadUrl, bytes }, index) =>
    downloadUrl === null ? [] : [{ downloadUrl, bytes, number: index + 1 }],
  );

  function copy() {
    app.copy(window.location.href).then(
      () => {
        told.value = words.copied;
      },
      () => {
        told.value = words.copyFailed;
      },
    );
  }

  return (
    <div class="recording-actions">
      <div class="actions">
        {downloads.map(({ downloadUrl, bytes, number }) => (
          <a key={number} class="button primary" href={downloadUrl} download>
            <Icon name={laterIcons.download} />
            {downloads.length === 1 ? words.download(bytes) : words.downloadPart(number, bytes)}
          </a>
        ))}
        <button type="button" class="button" onClick={copy}>
          <Icon name="link" />
          {words.copyLink}
        </button>
        {view.owner && (
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
        )}
      </div>
      <p class="small" role="status">
        {told.value}
      </p>
      {view.owner && <p class="small soft">{words.ownerNote}</p>}
      {view.expiresAt !== null && <p class="small soft">{words.expires(view.expiresAt)}</p>}
      {asking.value && (
        <DeleteDialog
          onRemove={onRemove}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </div>
  );
}
