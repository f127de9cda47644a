import { expect, test } from 'vitest';
import { readLine } from '../../../../pwa/call/rtc/line-report.ts';

const report = (...entries: { id: string; type: string; [field: string]: unknown }[]) =>
  new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;

const picture = (id: string, fields: Record<string, unknown> = {}) => ({
  id,
  type: 'outbound-rtp',
  kind: 'video',
  active: true,
  qualityLimitationReason: 'none',
  ...fields,
});

function sender(kind: string, ...encodings: RTCRtpEncodingParameters[]) {
  const getParameters = () => ({ encodings }) as RTCRtpSendParameters;
  return { track: { kind } as MediaStreamTrack, getParameters };
}

const about = { id: 'leg', to: 'person', senders: [] } as const;

test('a line is what its connection says of both directions', () => {
  const line = readLine(
    report(
      {
        id: 'p',
        type: 'candidate-pair',
        selected: true,
        currentRoundTripTime: 0.05,
        availableOutgoingBitrate: 9e5,
      },
      { id: 'a', type: 'inbound-rtp', kind: 'audio', packetsReceived: 100, packetsLost: 1 },
      {
        id: 'v',
        type: 'inbound-rtp',
        kind: 'video',
        packetsReceived: 50,
        packetsLost: 2,
        framesReceived: 30,
        framesDecoded: 29,
      },
    ),
    about,
  );
  expect(line).toMatchObject({
    roundTripMs: 50,
    sendableBps: 900_000,
    packetsReceived: 150,
    packetsLost: 3,
    framesReceived: 30,
    framesDecoded: 29,
    isRatedPoor: false,
  });
});

test.each([
  ['none', []],
  ['bandwidth', [picture('camera'), picture('screen', { qualityLimitationReason: 'bandwidth' })]],
  [
    'cpu',
    [
      picture('camera', { qualityLimitationReason: 'bandwidth' }),
      picture('screen', { qualityLimitationReason: 'cpu' }),
    ],
  ],
  ['none', [picture('camera', { active: false, qualityLimitationReason: 'bandwidth' })]],
])('pictures are limited by %s', (limit, pictures) => {
  expect(readLine(report(...pictures), about).limitedBy).toBe(limit);
});

test('pictures ask for what their active encodings may take', () => {
  const senders = [
    sender('video', { active: true, maxBitrate: 600_000 }, { active: false, maxBitrate: 900_000 }),
    sender('audio', { active: true, maxBitrate: 40_000 }),
  ];
  expect(readLine(report(), { ...about, senders })).toMatchObject({
    askedBps: 600_000,
    sendableBps: null,
  });
});
