import {
  AudioFrame,
  AudioSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';

/** What a crowd shows and says, as long as the process lives. Everybody shares it: what matters is its way from there. */
export interface Props {
  readonly face: VideoSource;
  readonly voice: AudioSource;
  /** A microphone that is on in a quiet room. */
  readonly hush: AudioSource;
}

const width = 160;
const height = 90;
const sampleRate = 48_000;
const channels = 1;
const soundMs = 100;

export function createProps(framesPerSecond: number): Props {
  const face = new VideoSource(width, height);
  const voice = new AudioSource(sampleRate, channels);
  const hush = new AudioSource(sampleRate, channels);
  const film = Array.from({ length: 32 }, (_, frame) => picture(frame / 32));
  const noise = sound(() => (Math.random() - 0.5) * 12_000);
  const silence = sound(() => 0);

  let shown = 0;
  setInterval(() => {
    const frame = film[shown++ % film.length];
    if (frame) face.captureFrame(frame, process.hrtime.bigint() / 1_000n);
  }, 1_000 / framesPerSecond);
  setInterval(() => {
    void voice.captureFrame(noise);
    void hush.captureFrame(silence);
  }, soundMs);
  return { face, voice, hush };
}

/** A bar that moves over grey: enough for every frame to be a new one. */
function picture(progress: number): VideoFrame {
  const planes = new Uint8Array(width * height * 1.5).fill(128);
  const left = Math.floor(progress * width);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < 20; column += 1) {
      planes[row * width + ((left + column) % width)] = 235 - row;
    }
  }
  return new VideoFrame(planes, width, height, VideoBufferType.I420);
}

function sound(sample: () => number): AudioFrame {
  const frame = AudioFrame.create(sampleRate, channels, (sampleRate * soundMs) / 1_000);
  frame.data.forEach((_, index) => {
    frame.data[index] = sample();
  });
  return frame;
}
