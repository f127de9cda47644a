import { useEffect, useRef } from 'preact/hooks';
import type { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { laterIcons } from '../../parts/later-icons.ts';

const words = recordingText.page;

type Chapter = RecordingView['chapters'][number];

const icons: Record<Chapter['kind'], IconName> = {
  speaker: 'microphone',
  screen: 'screen',
  part: laterIcons.record,
};

interface ChaptersProps {
  readonly chapters: readonly Chapter[];
  /** The one that plays now; -1 before the first. */
  readonly running: number;
  readonly onGo: (atMs: number) => void;
}

export function Chapters({ chapters, running, onGo }: ChaptersProps) {
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    const current = list.current?.children[running];
    if (list.current === null || !(current instanceof HTMLElement)) return;
    // Not `scrollIntoView`, which would move the whole page under somebody who reads it.
    const { offsetTop, offsetHeight } = current;
    const { scrollTop, clientHeight } = list.current;
    if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) {
      list.current.scrollTop = offsetTop - clientHeight / 3;
    }
  }, [running]);

  return (
    <nav class="chapters" aria-label={words.chapters}>
      <h2>{words.chapters}</h2>
      <ol ref={list}>
        {chapters.map(({ atMs, kind, label }, index) => (
          <li key={`${atMs} ${kind} ${label}`}>
            <button
              type="button"
              class="chapter"
              aria-current={index === running}
              onClick={() => onGo(atMs)}
            >
              <span class="chapter-time">{recordingText.clock(atMs)}</span>
              <Icon name={icons[kind]} class="small" />
              <span class="chapter-label">{words.chapter[kind](label)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
