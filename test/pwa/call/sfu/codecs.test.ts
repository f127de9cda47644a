import { describe, expect, test } from 'vitest';
import {
  type CameraCodec,
  type CodecSupport,
  chooseCameraCodec,
  probeCodecs,
} from '../../../../pwa/call/sfu/codecs.ts';

const layered = (videoCodec: 'vp9' | 'av1', backupCodec: boolean): CameraCodec => ({
  videoCodec,
  scalabilityMode: 'L3T3_KEY',
  backupCodec,
});

describe('the codec of a camera', () => {
  test.each<[string, CodecSupport, boolean, CameraCodec]>([
    ['nothing better', { vp9: false, av1: false }, false, { videoCodec: 'vp8' }],
    ['VP9', { vp9: true, av1: false }, false, layered('vp9', true)],
    ['both', { vp9: true, av1: true }, false, layered('av1', true)],
    ['AV1 alone', { vp9: false, av1: true }, false, layered('av1', true)],
    ['VP9, encrypted', { vp9: true, av1: false }, true, layered('vp9', false)],
    ['both, encrypted', { vp9: true, av1: true }, true, layered('vp9', false)],
    ['AV1 alone, encrypted', { vp9: false, av1: true }, true, { videoCodec: 'vp8' }],
  ])('where the hardware bears %s', (_, support, isEncrypted, codec) => {
    expect(chooseCameraCodec(support, isEncrypted)).toEqual(codec);
  });
});

describe('what the hardware bears', () => {
  const answer = { supported: true, smooth: true, powerEfficient: true };
  const probeSaying = (info: Partial<typeof answer>) => ({
    encodingInfo: async ({ video }: MediaEncodingConfiguration) => ({
      ...answer,
      ...(video?.contentType === 'video/vp9' ? info : { supported: false }),
    }),
  });

  test.each([
    ['is what is smooth and costs little', {}, true],
    ['is not what a processor has to do', { powerEfficient: false }, false],
    ['is not what stutters', { smooth: false }, false],
    ['is not what there is not', { supported: false }, false],
  ])('%s', async (_, info, vp9) => {
    expect(await probeCodecs(probeSaying(info))).toEqual({ vp9, av1: false });
  });

  test('is nothing where the browser cannot say', async () => {
    const nothing = { vp9: false, av1: false };
    const refuses = { encodingInfo: () => Promise.reject(new TypeError('webrtc')) };
    expect(await probeCodecs(refuses)).toEqual(nothing);
    expect(await probeCodecs(undefined)).toEqual(nothing);
  });
});
