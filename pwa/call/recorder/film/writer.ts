import { registerAacEncoder } from '@mediabunny/aac-encoder';
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  CanvasSource,
  CmafOutputFormat,
  canEncodeAudio,
  HlsOutputFormat,
  NullTarget,
  Output,
  PathedTarget,
  type Target,
} from 'mediabunny';
import type { FilmSettings } from '../../../../edge/protocol/film.ts';
import { sampleRate } from './sound.ts';

/** Constrained baseline: what browsers encode without a graphics card, and everything plays. Level 3.1, or 4.0. */
const videoCodecs = { upTo720: 'avc1.42e01f', larger: 'avc1.42e028' } as const;
/** The encoder of the library begins with this much silence, and no player leaves it out of a live view. */
const primingSamples = 1_024;
/** Beyond it players need no more; the recorder keeps the list. */
const rememberedSegments = 2;

export interface FilmPieces {
  head(bytes: Uint8Array<ArrayBuffer>): void;
  fragment(bytes: Uint8Array<ArrayBuffer>): void;
}

export type StereoPlanes = readonly [left: Float32Array, right: Float32Array];

/** Encodes pictures and sound, and hands them on in fragments of an MP4. */
export interface FilmWriter {
  /** What is on the canvas now. Resolves when the encoder has room for more. */
  addPicture(atSeconds: number): Promise<void>;
  addSound(atSeconds: number, planes: StereoPlanes): Promise<void>;
  /** How much later sound is heard than it was added, in seconds: it has to be added so much earlier. */
  readonly soundDelaySeconds: number;
  finish(): Promise<void>;
}

export async function openFilmWriter(
  canvas: HTMLCanvasElement,
  settings: FilmSettings,
  pieces: FilmPieces,
): Promise<FilmWriter> {
  const soundDelaySeconds = await provideAac(settings.audioBitsPerSecond);
  const output = new Output({
    format: new HlsOutputFormat({
      segmentFormat: new CmafOutputFormat(),
      targetDuration: settings.fragmentSeconds,
      live: true,
      maxLiveSegmentCount: rememberedSegments,
      onInit: (target) => pieces.head(bytesIn(target)),
      onSegment: (target) => pieces.fragment(bytesIn(target)),
    }),
    target: new PathedTarget('film.m3u8', ({ path }) =>
      path.endsWith('.m3u8') ? new NullTarget() : new BufferTarget(),
    ),
  });
  const pictures = new CanvasSource(canvas, {
    codec: 'avc',
    fullCodecString: settings.height > 720 ? videoCodecs.larger : videoCodecs.upTo720,
    bitrate: settings.videoBitsPerSecond,
    keyFrameInterval: settings.fragmentSeconds,
    latencyMode: 'realtime',
  });
  const sound = new AudioSampleSource({ codec: 'aac', bitrate: settings.audioBitsPerSecond });
  output.addVideoTrack(pictures);
  output.addAudioTrack(sound);
  await output.start();
  return {
    soundDelaySeconds,
    addPicture: (atSeconds) => pictures.add(atSeconds, 1 / settings.framerate),
    async addSound(timestamp, planes) {
      const [left, right] = planes;
      const data = new Float32Array(left.length + right.length);
      data.set(left);
      data.set(right, left.length);
      const sample = new AudioSample({
        ...{ data, sampleRate, timestamp },
        ...{ format: 'f32-planar', numberOfChannels: 2 },
      });
      try {
        await sound.add(sample);
      } finally {
        sample.close();
      }
    },
    finish: () => output.finalize(),
  };
}

/** Chromium without Google's or Apple's codecs has no AAC encoder. The answer is how late its sound is, in seconds. */
async function provideAac(bitrate: number): Promise<number> {
  const config = { sampleRate, numberOfChannels: 2, bitrate };
  // A page makes one film: nothing has been registered before.
  if (await canEncodeAudio('aac', config)) return 0;
  registerAacEncoder();
  return primingSamples / sampleRate;
}

function bytesIn(target: Target): Uint8Array<ArrayBuffer> {
  const buffer = target instanceof BufferTarget ? target.buffer : null;
  if (buffer === null) throw new Error('A fragment was not finished');
  return new Uint8Array(buffer);
}
