import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { playHls } from '../../recordings/play-hls.ts';
import { createRenewing, type Renewing } from '../../recordings/renewing.ts';
import { momentOf, type Place, placeAt, runningAt } from '../../recordings/timeline.ts';
import { Chapters } from './chapters.tsx';

const words = recordingText.page;

interface PlayerProps {
  readonly view: RecordingView;
  /** The parts' addresses may be too old to be played. Resolves to whether there are others now. */
  readonly onStale: () => Promise<boolean>;
}

/** Where to be as soon as the part in question can be played. */
interface Goal extends Place {
  readonly isPlaying: boolean;
}

/** Often enough for what cannot be played at all to be told soon. */
const mostRenewals = 2;

/** The browser's own player, of several files one after the other, with chapters beside it. */
export function Player({ view, onStale }: PlayerProps) {
  const { parts, chapters } = view;
  const video = useRef<HTMLVideoElement>(null);
  const place = useSignal<Place>({ part: 0, offsetMs: 0 });
  const goal = useRef<Goal | null>(null);
  const renewals = useRef(0);
  const renewing = useRef<Renewing | null>(null);
  const trouble = useSignal<'cannotPlay' | 'unreachable' | null>(null);
  const index = Math.min(place.value.part, parts.length - 1);
  const part = parts[index];

  function go(next: Place, isPlaying: boolean): void {
    const element = video.current;
    if (element === null) return;
    const isHere = next.part === index && element.readyState > 0;
    goal.current = isHere ? null : { ...next, isPlaying };
    place.value = next;
    if (!isHere) return;
    element.currentTime = next.offsetMs / 1_000;
    if (isPlaying) void element.play().catch(() => {});
  }

  function arrive(): void {
    const element = video.current;
    if (element === null || goal.current === null) return;
    const { offsetMs, isPlaying } = goal.current;
    goal.current = null;
    if (offsetMs > 0) element.currentTime = offsetMs / 1_000;
    // Who has not clicked in this page yet presses Play.
    if (isPlaying) void element.play().catch(() => {});
  }

  function keepPlace(): void {
    const element = video.current;
    if (element === null) return;
    // The player says where it is only once it can show it.
    const offsetMs = element.readyState > 0 ? element.currentTime * 1_000 : place.value.offsetMs;
    goal.current ??= { part: index, offsetMs, isPlaying: !element.paused };
  }

  function stumble(): void {
    if (renewals.current >= mostRenewals) {
      trouble.value = 'cannotPlay';
      return;
    }
    keepPlace();
    renewing.current?.start();
  }

  useEffect(() => {
    renewing.current = createRenewing({
      async renew() {
        const isRenewed = await onStale();
        if (isRenewed) renewals.current += 1;
        return isRenewed;
      },
      tell(isUnreachable) {
        trouble.value = isUnreachable ? 'unreachable' : null;
      },
    });
    return () => renewing.current?.close();
  }, []);

  // Every answer has parts of its own: a playlist has the same address, and others in it.
  useEffect(() => {
    const element = video.current;
    if (element === null || part === undefined) return;
    if (part.kind === 'hls') return playHls(element, part.url, stumble);
    element.src = part.url;
    return () => element.removeAttribute('src');
  }, [part]);

  return (
    <>
      <div class="recording-player">
        {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
        <video
          ref={video}
          controls
          playsInline
          preload="metadata"
          aria-label={words.player}
          onLoadedMetadata={arrive}
          onPlaying={() => {
            renewals.current = 0;
            trouble.value = null;
          }}
          onTimeUpdate={(event) => {
            if (goal.current !== null) return;
            place.value = { part: index, offsetMs: event.currentTarget.currentTime * 1_000 };
          }}
          onEnded={() => {
            if (index + 1 < parts.length) go({ part: index + 1, offsetMs: 0 }, true);
          }}
          // A browser that cannot go on with a playlist is followed by the library, which tells what it cannot.
          onError={part?.kind === 'mp4' ? stumble : keepPlace}
        />
        {trouble.value !== null && (
          <p class="notice" role="alert">
            <Icon name="warning" />
            {words[trouble.value]}
          </p>
        )}
        {parts.length > 1 && (
          <p class="small soft" role="status">
            {words.part(index + 1, parts.length)} · {words.partsNote}
          </p>
        )}
      </div>
      {chapters.length > 0 && (
        <Chapters
          chapters={chapters}
          running={runningAt(chapters, momentOf(parts, { ...place.value, part: index }))}
          onGo={(atMs) => go(placeAt(parts, atMs), true)}
        />
      )}
    </>
  );
}
