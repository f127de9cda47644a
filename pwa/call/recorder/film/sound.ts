import { createLagMeter } from './sound-clock.ts';
import tapUrl from './sound-tap.ts?worker&url';

export const sampleRate = 48_000;
/** The lag is the smallest of the last two seconds, which are 94 pieces of 21 ms. */
const rememberedPieces = 94;

/** Two channels of sound, and when its first sample was played by the clock of `performance.now()`. */
export interface SoundPiece {
  readonly startMs: number;
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}

/** Everything that is to be heard in the film, mixed. */
export interface FilmSound {
  /** Just these are mixed from now on. */
  setTracks(tracks: ReadonlySet<MediaStreamTrack>): void;
  /** Everything that is heard from now on goes there. */
  listen(hear: (piece: SoundPiece) => void): void;
  close(): void;
}

interface TappedPiece {
  readonly startSeconds: number;
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}

/**
 * Mixes sound, on the browser's own output, which its recorder has muted: that thread keeps time on a busy machine.
 * A context without an output (`sinkId` of type `none`) loses some, and is heard with holes.
 */
export async function openFilmSound(): Promise<FilmSound> {
  const context = new AudioContext({ sampleRate });
  await context.audioWorklet.addModule(tapUrl);
  const mix = new GainNode(context);
  const tap = new AudioWorkletNode(context, 'sound-tap', {
    channelCount: 2,
    channelCountMode: 'explicit',
  });
  mix.connect(tap).connect(context.destination);
  await context.resume();

  const lag = createLagMeter(rememberedPieces);
  let hear: ((piece: SoundPiece) => void) | null = null;
  tap.port.onmessage = ({ data }: MessageEvent<TappedPiece>) => {
    const { startSeconds, left, right } = data;
    const endMs = startSeconds * 1_000 + (left.length / sampleRate) * 1_000;
    const lagMs = lag.measure(performance.now() - endMs);
    hear?.({ startMs: startSeconds * 1_000 + lagMs, left, right });
  };

  const sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  return {
    setTracks(tracks) {
      for (const [track, source] of sources) {
        if (tracks.has(track)) continue;
        source.disconnect();
        sources.delete(track);
      }
      for (const track of tracks) {
        if (sources.has(track)) continue;
        const source = context.createMediaStreamSource(new MediaStream([track]));
        source.connect(mix);
        sources.set(track, source);
      }
    },
    listen(next) {
      hear = next;
    },
    close() {
      hear = null;
      void context.close();
    },
  };
}
