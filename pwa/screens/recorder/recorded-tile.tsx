import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RecordedCall } from '../../call/recorder/recorded-call.ts';
import { isRecorded } from '../../call/recorder/recorder-view.ts';
import { text } from '../../messages/en.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { initialsOf } from '../../parts/avatar.tsx';
import { TrackVideo } from '../../parts/track-video.tsx';
import type { Box } from '../call/stage/arrange.ts';
import { speakingLevel, type Tile } from '../call/stage/tiles.ts';

interface RecordedTileProps {
  readonly call: RecordedCall;
  readonly tile: Tile;
  readonly box: Box;
}

/** A tile as in the call, without anything to press; of whoever is not recorded only the name. */
export function RecordedTile({ call, tile, box }: RecordedTileProps) {
  const { person, source } = tile;
  const { seat, name } = person;
  const place = useRef<HTMLElement>(null);
  const speaking = useComputed(() => (call.loudness.value.get(seat) ?? 0) > speakingLevel);
  const track = useComputed(() => call.remote.value.get(seat)?.tracks[source] ?? null);
  const picture = isRecorded(person) && person.publishing.includes(source) ? track.value : null;

  // The first picture is what a recording waits for.
  useEffect(() => {
    const video = place.current?.querySelector('video');
    if (!video) return;
    const shown = () => call.pictureShown();
    video.addEventListener('loadeddata', shown, { once: true });
    return () => video.removeEventListener('loadeddata', shown);
  }, [call, picture]);

  return (
    <article
      ref={place}
      class={`tile ${source}`}
      data-seat={seat}
      data-source={source}
      data-recorded={person.recorded}
      data-speaking={source === 'camera' && isRecorded(person) && speaking.value}
      style={{
        transform: `translate(${box.x}px, ${box.y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
    >
      {source === 'camera' && <span class="tile-initials">{initialsOf(name)}</span>}
      {picture !== null && <TrackVideo track={picture} />}
      {!isRecorded(person) && (
        <span class="tile-path">
          {recordingText.recorder.withheld[person.recorded ?? 'unasked']}
        </span>
      )}
      <span class="tile-label">
        <span class="tile-name">{source === 'screen' ? text.call.screenOf(name) : name}</span>
      </span>
    </article>
  );
}
