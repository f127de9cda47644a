import type { LocalVideoTrack, TrackPublishOptions } from 'livekit-client';
import { contentOf, type ScreenContent } from '../capture/screen-content.ts';

interface ScreenSettings {
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly degradationPreference: RTCDegradationPreference;
}

/** Text: every pixel, as often as reading needs. Motion: every frame, and pixels as the line bears them. */
const settings: Readonly<Record<ScreenContent, ScreenSettings>> = {
  text: {
    maxBitrate: 2_500_000,
    maxFramerate: 15,
    degradationPreference: 'maintain-resolution',
  },
  motion: { maxBitrate: 3_500_000, maxFramerate: 30, degradationPreference: 'balanced' },
};

export function screenOptions(track: MediaStreamTrack): TrackPublishOptions {
  const { degradationPreference, ...screenShareEncoding } = settings[contentOf(track)];
  return { screenShareEncoding, degradationPreference };
}

/** Sets the encoder of what is already being sent. */
export async function fitToContent(track: LocalVideoTrack): Promise<void> {
  const { degradationPreference, maxBitrate, maxFramerate } =
    settings[contentOf(track.mediaStreamTrack)];
  const { sender } = track;
  if (sender === undefined) return;
  try {
    await track.setDegradationPreference(degradationPreference);
    const parameters = sender.getParameters();
    const sizes = parameters.encodings.map((encoding) => encoding.scaleResolutionDownBy ?? 1);
    const largest = parameters.encodings[sizes.indexOf(Math.min(...sizes))];
    if (largest !== undefined) Object.assign(largest, { maxBitrate, maxFramerate });
    await sender.setParameters(parameters);
  } catch {
    // It has just been unpublished, or another change came between: the picture goes on as it was.
  }
}
