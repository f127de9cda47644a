import type { Source } from '../../../edge/protocol/people.ts';
import { kindOf, orderedSources } from './m-lines.ts';

/** Silent, dark tracks that make a media section exist before its source does. */
export interface PlaceholderTracks {
  of(source: Source): MediaStreamTrack;
  close(): void;
}

/**
 * A receiver that will never receive has exactly such a track, and has it at once: a canvas or an
 * AudioContext would cost milliseconds between the click and the offer.
 */
export function createPlaceholderTracks(connection: RTCPeerConnection): PlaceholderTracks {
  const tracks = {} as Record<Source, MediaStreamTrack>;
  for (const source of orderedSources) {
    tracks[source] = connection.addTransceiver(kindOf(source)).receiver.track;
  }
  return { of: (source) => tracks[source], close: () => connection.close() };
}
