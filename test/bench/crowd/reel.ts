import type { Page } from '@playwright/test';

/** What everybody in a crowd sends, encoded once: frames in base64, as JSON carries them. */
export interface Reel {
  readonly encrypted: boolean;
  /** One for each colour. */
  readonly faces: readonly Take[];
  readonly voice: Take;
  /** A microphone that is on in a quiet room. */
  readonly hush: Take;
}

export interface Take {
  readonly everyMs: number;
  readonly frames: readonly string[];
  readonly level: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** What a white bar moves over, as styles name it: each is a picture of its own. */
  readonly colours?: readonly string[];
}

/** An Opus frame without sound. A microphone that hears nothing sends one now and then, and nothing else. */
const silence = Buffer.from([0xf8, 0xff, 0xfe]).toString('base64');
const silenceEveryMs = 400;
const soundMs = 20;
/** Below full scale: somebody who speaks, and nobody. */
const levels = { speaking: 20, silent: 127, picture: 0 } as const;

/** The page is one of a secure origin, or it may not encode. */
export async function recordReel(page: Page, picture: Picture): Promise<Reel> {
  const { colours = ['gray'], ...shape } = picture;
  const { films, sounds } = await page.evaluate(encode, { ...shape, colours, soundMs });
  return {
    encrypted: false,
    faces: films.map((frames) => ({
      everyMs: 1_000 / picture.framesPerSecond,
      ...{ frames, level: levels.picture },
    })),
    voice: { everyMs: soundMs, frames: sounds, level: levels.speaking },
    hush: { everyMs: silenceEveryMs, frames: [silence], level: levels.silent },
  };
}

/** Runs in a page: two seconds of a bar that moves over each colour, so that every frame is a new one, and of noise. */
async function encode({
  width,
  height,
  framesPerSecond,
  colours,
  soundMs,
}: Required<Picture> & { soundMs: number }): Promise<{ films: string[][]; sounds: string[] }> {
  const seconds = 2;
  const sampleRate = 48_000;

  function collect(into: string[]) {
    return {
      output(chunk: EncodedVideoChunk | EncodedAudioChunk) {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        into.push(btoa(String.fromCharCode(...bytes)));
      },
      error(failure: DOMException) {
        throw failure;
      },
    };
  }

  async function encodePictures(colour: string): Promise<string[]> {
    const encoded: string[] = [];
    const encoder = new VideoEncoder(collect(encoded));
    encoder.configure({
      ...{ codec: 'vp8', width, height, framerate: framesPerSecond },
      ...{ bitrate: width * height * 6, latencyMode: 'realtime' },
    });
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('this browser draws nothing');
    const frames = framesPerSecond * seconds;
    for (let index = 0; index < frames; index += 1) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = 'white';
      pen.fillRect((index / frames) * width, 0, width / 8, height);
      const frame = new VideoFrame(canvas, { timestamp: (index * 1e6) / framesPerSecond });
      encoder.encode(frame, { keyFrame: index === 0 });
      frame.close();
    }
    await encoder.flush();
    return encoded;
  }

  async function encodeSounds(): Promise<string[]> {
    const encoded: string[] = [];
    const encoder = new AudioEncoder(collect(encoded));
    encoder.configure({ codec: 'opus', sampleRate, numberOfChannels: 1, bitrate: 24_000 });
    const samples = Float32Array.from(
      { length: sampleRate * seconds },
      () => (Math.random() - 0.5) * 0.4,
    );
    const size = (sampleRate * soundMs) / 1_000;
    for (let start = 0; start < samples.length; start += size) {
      const data = new AudioData({
        ...{ format: 'f32', sampleRate, numberOfChannels: 1, numberOfFrames: size },
        ...{ timestamp: (start / sampleRate) * 1e6, data: samples.slice(start, start + size) },
      });
      encoder.encode(data);
      data.close();
    }
    await encoder.flush();
    return encoded;
  }

  return {
    films: await Promise.all(colours.map(encodePictures)),
    sounds: await encodeSounds(),
  };
}
