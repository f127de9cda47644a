import type { Source } from '../../../edge/protocol/people.ts';
import { orderedSources } from './m-lines.ts';
import type { PlaceholderTracks } from './placeholder-tracks.ts';

/** What this client sends: one set of tracks for all links. */
export interface LocalTracks {
  get(source: Source): MediaStreamTrack | null;
  set(source: Source, track: MediaStreamTrack | null): void;
  /** One track per media section, real where there is one, so that the first frame needs no second step. */
  stream(): MediaStream;
  unused(): readonly Source[];
}

/** Tells the encoder what it looks at. */
const hints: Readonly<Record<Source, string>> = {
  microphone: 'speech',
  camera: 'motion',
  screen: 'detail',
  'screen-audio': 'music',
};

export function createLocalTracks(placeholders: PlaceholderTracks): LocalTracks {
  const tracks = new Map<Source, MediaStreamTrack>();
  return {
    get: (source) => tracks.get(source) ?? null,
    set(source, track) {
      if (track === null) {
        tracks.delete(source);
        return;
      }
      track.contentHint ||= hints[source];
      tracks.set(source, track);
    },
    stream: () =>
      new MediaStream(
        orderedSources.map((source) => tracks.get(source) ?? placeholders.of(source)),
      ),
    unused: () => orderedSources.filter((source) => !tracks.has(source)),
  };
}
