import { useEffect, useRef } from 'preact/hooks';
import type { RemoteMap } from '../../call/received/remote-media.ts';

/** Everybody's sound, whether they are in the picture or not. */
export function RecordedSound({ remote }: { remote: RemoteMap }) {
  const sounds = [...remote].flatMap(([seat, { tracks }]) =>
    (['microphone', 'screen-audio'] as const).flatMap((source) => {
      const track = tracks[source];
      return track === undefined ? [] : [{ key: `${seat} ${source}`, seat, source, track }];
    }),
  );
  return (
    <div hidden>
      {sounds.map(({ key, ...sound }) => (
        <Sound key={key} {...sound} />
      ))}
    </div>
  );
}

/** Every track that is played. */
export function soundsIn(remote: RemoteMap): ReadonlySet<MediaStreamTrack> {
  const tracks = [...remote.values()].flatMap(({ tracks }) => [
    tracks.microphone,
    tracks['screen-audio'],
  ]);
  return new Set(tracks.filter((track) => track !== undefined));
}

interface SoundProps {
  readonly seat: string;
  readonly source: string;
  readonly track: MediaStreamTrack;
}

function Sound({ seat, source, track }: SoundProps) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    // A recorder's browser lets pages play; a refusal only means that the element is already gone.
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  // biome-ignore lint/a11y/useMediaCaption: it is a recorder that listens
  return <audio ref={audio} data-seat={seat} data-source={source} />;
}
