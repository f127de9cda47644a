/** The part of `navigator.mediaCapabilities` that says what this machine encodes well. */
export type EncodingProbe = Pick<MediaCapabilities, 'encodingInfo'>;

type Layered = 'vp9' | 'av1';

/** Which codecs with layers inside one stream the hardware bears. */
export type CodecSupport = Readonly<Record<Layered, boolean>>;

export type CameraCodec =
  | { readonly videoCodec: 'vp8' }
  | {
      readonly videoCodec: Layered;
      readonly scalabilityMode: 'L3T3_KEY';
      /** Whoever cannot decode it gets VP8 of its own. */
      readonly backupCodec: boolean;
    };

/**
 * The better a codec, the more work it is: in software it would take the processor that everybody's pictures need. With
 * end-to-end encryption there is no AV1, which the worker cannot take apart, and only one stream for everybody.
 */
export function chooseCameraCodec(support: CodecSupport, isEncrypted: boolean): CameraCodec {
  const backupCodec = !isEncrypted;
  const layered = { scalabilityMode: 'L3T3_KEY', backupCodec } as const;
  if (support.av1 && !isEncrypted) return { videoCodec: 'av1', ...layered };
  if (support.vp9) return { videoCodec: 'vp9', ...layered };
  return { videoCodec: 'vp8' };
}

/** What an ordinary camera gives. */
const picture = { width: 1280, height: 720, framerate: 30, bitrate: 1_700_000 } as const;

export async function probeCodecs(probe: EncodingProbe | undefined): Promise<CodecSupport> {
  const [vp9, av1] = await Promise.all([bears(probe, 'vp9'), bears(probe, 'av1')]);
  return { vp9, av1 };
}

async function bears(probe: EncodingProbe | undefined, codec: Layered): Promise<boolean> {
  try {
    const info = await probe?.encodingInfo({
      type: 'webrtc',
      video: { ...picture, contentType: `video/${codec}`, scalabilityMode: 'L3T3_KEY' },
    });
    return info?.supported === true && info.smooth && info.powerEfficient;
  } catch {
    // Older browsers refuse the question itself.
    return false;
  }
}
