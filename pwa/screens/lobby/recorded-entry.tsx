import '../../styles/call-recording.css';
import type { Consent } from '../../../edge/protocol/recording.ts';
import { text } from '../../messages/en.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { laterIcons } from '../../parts/later-icons.ts';

const words = recordingText.consent;

interface RecordedEntryProps {
  readonly byName: string;
  /** A host lets people in. */
  readonly knocks: boolean;
  readonly joining: boolean;
  readonly onAnswer: (consent: Consent) => void;
}

/** The two ways into a call that is recorded; the third is not to come. */
export function RecordedEntry({ byName, knocks, joining, onAnswer }: RecordedEntryProps) {
  return (
    <section class="answers">
      <p class="notice">
        <Icon name={laterIcons.record} />
        <span>
          <strong>{words.title(byName)}.</strong> {words.body}
        </span>
      </p>
      <button
        type="button"
        class="button large"
        aria-disabled={joining}
        onClick={() => onAnswer('yes')}
      >
        {joining ? text.lobby.joining : knocks ? words.knock : words.join}
      </button>
      <button
        type="button"
        class="button large"
        aria-disabled={joining}
        onClick={() => onAnswer('no')}
      >
        {knocks ? words.knockNot : words.joinNot}
      </button>
      <p class="small soft">{words.lobbyNote}</p>
    </section>
  );
}
