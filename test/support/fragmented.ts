import { randomBytes } from 'node:crypto';
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';

export interface FragmentedOptions {
  readonly seconds: number;
  /** Of each picture, of which there are 30 a second. */
  readonly pictureBytes: number;
}

const rate = 30;
const soundSeconds = 0.02;
/** Enough for a container; nobody decodes what is in it. */
const avcConfig = Buffer.from(
  '0142e01effe1000867 42e01e8c8d40500168ce3c80'.replaceAll(' ', ''),
  'hex',
);

/** A fragmented MP4 as a browser records it, by a writer of somebody else's, with noise for pictures. */
export async function fragmentedMovie(options: FragmentedOptions): Promise<Buffer<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented' }), target });
  const video = new EncodedVideoPacketSource('avc');
  const audio = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(video, { frameRate: rate });
  output.addAudioTrack(audio);
  await output.start();
  const decoderConfig = { codec: 'avc1.42e01e', codedWidth: 1_280, codedHeight: 720 };
  const videoMeta = { decoderConfig: { ...decoderConfig, description: avcConfig } };
  const audioMeta = { decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 } };
  let sound = 0;
  for (let picture = 0; picture < options.seconds * rate; picture += 1) {
    const at = picture / rate;
    const kind = picture % (2 * rate) === 0 ? 'key' : 'delta';
    const bytes = randomBytes(options.pictureBytes);
    await video.add(new EncodedPacket(bytes, kind, at, 1 / rate), videoMeta);
    for (; sound * soundSeconds <= at; sound += 1) {
      const packet = new EncodedPacket(randomBytes(100), 'key', sound * soundSeconds, soundSeconds);
      await audio.add(packet, audioMeta);
    }
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}
