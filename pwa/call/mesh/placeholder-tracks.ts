import type { Source } from '../../../edge/protocol/people.ts';
import { kindOf } from './m-lines.ts';

/** Silent, dark tracks that make a media section exist before its source does. */
export interface PlaceholderTracks {
  of(source: Source): MediaStreamTrack;
  close(): void;
}

/**
 * A receiver that will never receive has exactly such a track, and has it at once: a canvas or an
 * AudioContext would cost milliseconds between the click and the offer.
 */
export function createPlaceholderTracks(
  createConnection: () => RTCPeerConnection = () => new RTCPeerConnection(),
): PlaceholderTracks {
  const connection = createConnection();
  const tracks = new Map<Source, MediaStreamTrack>();

  return {
    of(source) {
      const known = tracks.get(source);
      if (known !== undefined) return known;
      const { track } = connection.addTransceiver(kindOf(source)).receiver;
      tracks.set(source, track);
      return track;
    },
    close: () => connection.close(),
  };
}
