import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Browser } from 'playwright';
import { toneHz } from './recorded-page.ts';

export interface TrackFacts {
  readonly codec: string | null;
  readonly packets: number;
  readonly seconds: number;
}

export interface MovieFacts {
  readonly seconds: number;
  readonly video: TrackFacts;
  readonly audio: TrackFacts;
  /** Of its pictures, as they are shown. */
  readonly size: readonly [width: number, height: number];
}

/** What the container says, by a reader of somebody else's. */
export async function factsOf(movie: Buffer<ArrayBuffer>): Promise<MovieFacts> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(movie) });
  const facts = async (track: Awaited<ReturnType<Input['getPrimaryVideoTrack']>>) => {
    if (track === null) throw new Error('A track is missing');
    let packets = 0;
    for await (const _ of new EncodedPacketSink(track).packets()) packets += 1;
    return { codec: track.codec, packets, seconds: await track.computeDuration() };
  };
  const video = await input.getPrimaryVideoTrack();
  return {
    seconds: await input.computeDuration(),
    size: [(await video?.getDisplayWidth()) ?? 0, (await video?.getDisplayHeight()) ?? 0],
    video: await facts(video),
    audio: await facts((await input.getPrimaryAudioTrack()) as never),
  };
}

export interface Seen {
  /** As the player says. */
  readonly seconds: number;
  readonly looks: readonly { readonly at: number; readonly left: Rgb; readonly right: Rgb }[];
  /** When the strip turns white, and when the tone begins; only if it was played. */
  readonly flashes: readonly number[];
  readonly tones: readonly number[];
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Opens it in a real browser: seeks, looks at decoded pictures, and plays it if asked, to the end. */
export async function watch(
  browser: Browser,
  movie: Buffer<ArrayBuffer>,
  seekTo: readonly number[],
  { play }: { readonly play: boolean },
): Promise<Seen> {
  const page = await browser.newPage();
  try {
    const base64 = movie.toString('base64');
    return await page.evaluate(watchInPage, { base64, seekTo, play, toneHz });
  } finally {
    await page.close();
  }
}

async function watchInPage(task: {
  readonly base64: string;
  readonly seekTo: readonly number[];
  readonly play: boolean;
  readonly toneHz: number;
}): Promise<Seen> {
  const bytes = await (await fetch(`data:video/mp4;base64,${task.base64}`)).arrayBuffer();
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(video.error?.message ?? 'It does not play'));
  });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('There is no canvas');
  const pixel = (x: number, y: number): [number, number, number] => {
    pen.drawImage(video, 0, 0);
    const [red = 0, green = 0, blue = 0] = pen.getImageData(
      canvas.width * x,
      canvas.height * y,
      1,
      1,
    ).data;
    return [red, green, blue];
  };

  const looks = [];
  for (const at of task.seekTo) {
    const seeked = new Promise((resolve) => {
      video.onseeked = resolve;
    });
    video.currentTime = at;
    await seeked;
    looks.push({ at: video.currentTime, left: pixel(0.1, 0.9), right: pixel(0.9, 0.9) });
  }

  const flashes: number[] = [];
  const tones: number[] = [];
  if (!task.play) return { seconds: video.duration, looks, flashes, tones };
  video.currentTime = 0;
  let wasWhite = false;
  const ended = new Promise((resolve) => {
    video.onended = resolve;
  });
  const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    const isWhite = pixel(0.5, 0.05)[0] > 128;
    if (isWhite && !wasWhite) flashes.push(mediaTime);
    wasWhite = isWhite;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  await video.play();
  await ended;

  const rate = 48_000;
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
  const samples = sound.getChannelData(0);
  const window = rate / 100;
  let wasLoud = false;
  for (let from = 0; from + window <= samples.length; from += window) {
    // How much of just this tone there is (a Goertzel filter).
    let real = 0;
    let imaginary = 0;
    for (let index = 0; index < window; index += 1) {
      const turn = (2 * Math.PI * task.toneHz * index) / rate;
      real += (samples[from + index] ?? 0) * Math.cos(turn);
      imaginary += (samples[from + index] ?? 0) * Math.sin(turn);
    }
    const isLoud = Math.hypot(real, imaginary) / window > 0.05;
    if (isLoud && !wasLoud) tones.push(from / rate);
    wasLoud = isLoud;
  }
  return { seconds: video.duration, looks, flashes, tones };
}
