import type { Browser } from '@playwright/test';
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  HlsOutputFormat,
  MpegTsOutputFormat,
  NullTarget,
  Output,
  PathedTarget,
} from 'mediabunny';

export interface SegmentPlan {
  readonly segments: number;
  readonly segmentSeconds: number;
}

interface EncodedPicture {
  readonly base64: string;
  readonly isKey: boolean;
}

const framerate = 5;

/** A moving picture without sound in MPEG-TS segments, as LiveKit's recorder stores it. */
export async function makeSegments(
  browser: Browser,
  { origin, ...plan }: SegmentPlan & { readonly origin: string },
): Promise<Buffer[]> {
  const page = await browser.newPage();
  // Only pages of a secure origin have an encoder.
  await page.goto(`${origin}/healthz`);
  const count = plan.segments * plan.segmentSeconds * framerate;
  const { pictures, description } = await page.evaluate(encodePictures, { count, framerate });
  await page.close();
  const segments: Buffer[] = [];
  const output = new Output({
    format: new HlsOutputFormat({
      segmentFormat: new MpegTsOutputFormat(),
      targetDuration: plan.segmentSeconds,
      onSegment: (target) => {
        if (target instanceof BufferTarget)
          segments.push(Buffer.from(target.buffer ?? new ArrayBuffer(0)));
      },
    }),
    target: new PathedTarget('all.m3u8', ({ path }) =>
      path.endsWith('.m3u8') ? new NullTarget() : new BufferTarget(),
    ),
  });
  const video = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(video);
  await output.start();
  const decoderConfig = {
    ...{ codec: 'avc1.42001f', codedWidth: 160, codedHeight: 90 },
    description: Buffer.from(description, 'base64'),
  };
  for (const [index, { base64, isKey }] of pictures.entries()) {
    const data = Buffer.from(base64, 'base64');
    const packet = new EncodedPacket(
      data,
      isKey ? 'key' : 'delta',
      index / framerate,
      1 / framerate,
    );
    await video.add(packet, { decoderConfig });
  }
  await output.finalize();
  return segments;
}

/** Runs in a page: Node has no encoder. */
async function encodePictures(task: { readonly count: number; readonly framerate: number }) {
  const pictures: EncodedPicture[] = [];
  let description = '';
  const base64Of = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      pictures.push({ base64: base64Of(bytes), isKey: chunk.type === 'key' });
      const given = metadata?.decoderConfig?.description;
      if (given !== undefined) description = base64Of(new Uint8Array(given as ArrayBuffer));
    },
    error: (error) => {
      throw error;
    },
  });
  const size = { width: 160, height: 90 };
  encoder.configure({ codec: 'avc1.42001f', ...size, framerate: task.framerate, bitrate: 200_000 });
  const canvas = new OffscreenCanvas(size.width, size.height);
  const pen = canvas.getContext('2d');
  for (let index = 0; index < task.count; index += 1) {
    if (pen !== null) {
      pen.fillStyle = `hsl(${index % 360} 60% 40%)`;
      pen.fillRect(0, 0, size.width, size.height);
    }
    const frame = new VideoFrame(canvas, { timestamp: (index * 1e6) / task.framerate });
    encoder.encode(frame, { keyFrame: index % task.framerate === 0 });
    frame.close();
  }
  await encoder.flush();
  return { pictures, description };
}
