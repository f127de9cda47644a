import { text } from '../../../messages/en.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { Icon } from '../../../parts/icon.tsx';
import { useCall } from '../../meeting/call-context.ts';
import { useCopyAddress } from '../../use-copy-address.ts';
import type { Toasts } from '../toasts.tsx';
import { linksToTell, type RecordingLinkNotice } from './rules.ts';

const words = recordingText.notes;

/** The link, for whoever pressed Record and is still here. */
export function RecordingNotes({ toasts }: { toasts: Toasts }) {
  const { notices } = useCall();
  const notes = linksToTell(notices.value);
  return (
    <div class="said" role="status">
      {notes.map((notice) => (
        <Note key={notice.link.recording} notice={notice} toasts={toasts} />
      ))}
    </div>
  );
}

function Note({ notice, toasts }: { notice: RecordingLinkNotice; toasts: Toasts }) {
  const call = useCall();
  const copy = useCopyAddress(toasts.say, {
    copied: text.call.copied,
    copyFailed: words.copyFailed,
  });
  const { link } = notice;
  if (link.about === 'live' || link.about === 'recording') return null;

  const shared = link.sharePath ?? link.path;

  function dismiss() {
    for (const other of call.notices.peek()) {
      if (other.kind === 'recording-link' && other.link.recording === link.recording) {
        if (other.link.about !== 'live') call.dismissNotice(other);
      }
    }
  }

  return (
    <div class="knock">
      <p>{words.about[link.about]}</p>
      <a class="button compact primary" href={link.path} target="_blank" rel="noopener">
        {words.open}
      </a>
      <button type="button" class="button compact quiet" onClick={() => copy(shared)}>
        {text.call.copyLink}
      </button>
      <button type="button" class="toast-close" aria-label={text.call.dismiss} onClick={dismiss}>
        <Icon name="close" class="small" />
      </button>
    </div>
  );
}
