import {
  AudioPresets,
  type LocalParticipant,
  type LocalTrackPublication,
  LocalVideoTrack,
  ScreenSharePresets,
  Track,
  type TrackPublishOptions,
  VideoQuality,
} from 'livekit-client';
import { type Source, sources } from '../../../edge/protocol/people.ts';
import { followContent } from '../capture/screen-content.ts';
import type { Clock } from '../ports.ts';
import type { CameraCodec } from './codecs.ts';
import { fitToContent, screenOptions } from './screen-settings.ts';

/** What this client sends through a media server. */
export interface Outbound {
  set(source: Source, track: MediaStreamTrack | null): void;
  /** One small layer of the camera, while another way carries it too. */
  setFrugal(frugal: boolean): void;
  isSettled(): boolean;
  close(): void;
}

export const serverSources: Readonly<Record<Source, Track.Source>> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  'screen-audio': Track.Source.ScreenShareAudio,
};

const options: Readonly<Record<Source, TrackPublishOptions>> = {
  microphone: { dtx: true, red: true, audioPreset: AudioPresets.speech },
  camera: { simulcast: true, degradationPreference: 'balanced' },
  // The thumbnail is only a picture of a screen.
  screen: {
    simulcast: true,
    videoCodec: 'vp8',
    screenShareSimulcastLayers: [ScreenSharePresets.h360fps3],
  },
  'screen-audio': { dtx: false, red: true, audioPreset: AudioPresets.musicStereo },
};

/** Tells the encoder what it looks at. */
const hints: Readonly<Record<Source, string>> = {
  microphone: 'speech',
  camera: 'motion',
  screen: 'detail',
  'screen-audio': 'music',
};

/** A right that was just given reaches the media server a moment after it reaches us. */
const retryMs = 1_000;

interface Line {
  wished: MediaStreamTrack | null;
  /** What the server has of us now. */
  applied: MediaStreamTrack | null;
  publication: LocalTrackPublication | null;
  running: boolean;
  cancelRetry: () => void;
}

/** Cameras and microphones go on and off all the time: pausing them spares everyone a negotiation. */
function isPausable(source: Source): boolean {
  return source === 'camera' || source === 'microphone';
}

export function createOutbound(
  participant: LocalParticipant,
  clock: Clock,
  cameraCodec: () => Promise<CameraCodec>,
): Outbound {
  let open = true;
  let forgetScreen = (): void => {};
  let frugal = false;
  const lines = new Map<Source, Line>();
  for (const source of sources) {
    lines.set(source, {
      wished: null,
      applied: null,
      publication: null,
      running: false,
      cancelRetry: () => {},
    });
  }

  async function publish(source: Source, line: Line, track: MediaStreamTrack): Promise<void> {
    track.contentHint ||= hints[source];
    const known = line.publication?.track;
    // The server takes a track away together with the right to it.
    if (known !== undefined && isPublished(line.publication)) {
      if (known.mediaStreamTrack !== track) await known.replaceTrack(track, true);
      // LiveKit's client mutes a track whose device has gone, and then whatever takes its place.
      if (known.isMuted) await known.unmute();
      await known.resumeUpstream();
      return;
    }
    line.publication = await participant.publishTrack(track, {
      ...options[source],
      ...(source === 'camera' && (await cameraCodec())),
      ...(source === 'screen' && screenOptions(track)),
      name: source,
      source: serverSources[source],
    });
    if (source === 'camera' && frugal) limitLayers(line);
    if (source === 'screen') followScreen(line, track);
  }

  function followScreen({ publication }: Line, track: MediaStreamTrack): void {
    forgetScreen();
    forgetScreen = followContent(track, () => {
      if (publication?.track instanceof LocalVideoTrack) void fitToContent(publication.track);
    });
  }

  function limitLayers({ publication }: Line): void {
    if (!(publication?.track instanceof LocalVideoTrack)) return;
    publication.track.setPublishingQuality(frugal ? VideoQuality.LOW : VideoQuality.HIGH);
    // The server says which layers are watched only when that changes; it has said so meanwhile.
    if (!frugal) void publication.track.refreshSubscribedCodecs();
  }

  function isPublished(publication: LocalTrackPublication | null): boolean {
    return publication !== null && participant.trackPublications.has(publication.trackSid);
  }

  async function silence(source: Source, line: Line): Promise<void> {
    const track = line.publication?.track;
    if (track === undefined || !isPublished(line.publication)) return;
    if (isPausable(source)) return track.pauseUpstream();
    line.publication = null;
    await participant.unpublishTrack(track, false);
  }

  /** One change after the other; only the last wish counts. */
  async function run(source: Source, line: Line): Promise<void> {
    line.cancelRetry();
    if (line.running) return;
    line.running = true;
    try {
      while (open && line.applied !== line.wished) {
        const next = line.wished;
        if (next === null) await silence(source, line);
        else await publish(source, line, next);
        line.applied = next;
      }
    } catch {
      if (open) line.cancelRetry = clock.after(retryMs, () => void run(source, line));
    } finally {
      line.running = false;
    }
  }

  return {
    set(source, track) {
      const line = lines.get(source);
      if (line === undefined) return;
      line.wished = track;
      void run(source, line);
    },
    setFrugal(next) {
      if (next === frugal) return;
      frugal = next;
      const camera = lines.get('camera');
      if (camera) limitLayers(camera);
    },
    isSettled: () => [...lines.values()].every((line) => line.applied === line.wished),
    close() {
      open = false;
      forgetScreen();
      for (const line of lines.values()) line.cancelRetry();
    },
  };
}
