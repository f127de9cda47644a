import { describe, expect, it } from 'vitest';
import type { VideoEncoding } from '../../../../pwa/call/mesh/encodings.ts';
import { createSenderTuner } from '../../../../pwa/call/mesh/sender-tuner.ts';
import { settled } from '../fakes/clock.ts';

function fakeSender() {
  const applied: RTCRtpSendParameters[] = [];
  let running = 0;
  let overlapped = false;
  return {
    applied,
    overlapped: () => overlapped,
    getParameters: () => ({ encodings: [{}] }) as unknown as RTCRtpSendParameters,
    async setParameters(parameters: RTCRtpSendParameters) {
      running += 1;
      overlapped ||= running > 1;
      await settled();
      running -= 1;
      applied.push(parameters);
    },
  };
}

const encoding = (maxBitrate: number): VideoEncoding => ({
  active: true,
  maxBitrate,
  maxFramerate: 30,
  scaleResolutionDownBy: 1,
  degradationPreference: 'balanced',
});

async function quiet(sender: ReturnType<typeof fakeSender>): Promise<number[]> {
  for (let turn = 0; turn < 5; turn += 1) await settled();
  return sender.applied.map(({ encodings }) => encodings[0]?.maxBitrate ?? 0);
}

describe('tuning a sender', () => {
  it('does nothing when nothing changes', async () => {
    const sender = fakeSender();
    const tuner = createSenderTuner(sender);
    tuner.apply(encoding(1));
    await quiet(sender);
    tuner.apply(encoding(1));
    expect(await quiet(sender)).toEqual([1]);
  });

  it('sets one thing after the other and skips what is overtaken', async () => {
    const sender = fakeSender();
    const tuner = createSenderTuner(sender);
    for (const bitrate of [1, 2, 3]) tuner.apply(encoding(bitrate));
    expect(await quiet(sender)).toEqual([1, 3]);
    expect(sender.overlapped()).toBe(false);
    expect(sender.applied[0]?.degradationPreference).toBe('balanced');
  });

  it('outlives a refusal', async () => {
    const sender = fakeSender();
    const { setParameters } = sender;
    sender.setParameters = () => Promise.reject(new Error('closed'));
    const tuner = createSenderTuner(sender);
    tuner.apply(encoding(1));
    await quiet(sender);
    sender.setParameters = setParameters;
    tuner.apply(encoding(2));
    expect(await quiet(sender)).toEqual([2]);
  });

  it('turns a sound off and on', async () => {
    const sender = fakeSender();
    const tuner = createSenderTuner(sender, { active: true });
    tuner.apply({ active: true });
    expect(await quiet(sender), 'it is on already').toEqual([]);
    tuner.apply({ active: false });
    await quiet(sender);
    tuner.apply({ active: true });
    await quiet(sender);
    expect(sender.applied.map(({ encodings }) => encodings[0]?.active)).toEqual([false, true]);
  });
});
