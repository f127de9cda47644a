import { describe, expect, it } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { readLinkStats, readRoute } from '../../../../pwa/call/rtc/connection-stats.ts';

const report = (...entries: { id: string; type: string; [field: string]: unknown }[]) =>
  new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;

const pair = (id: string, fields: Record<string, unknown> = {}) => ({
  id,
  type: 'candidate-pair',
  localCandidateId: `${id}-here`,
  remoteCandidateId: `${id}-there`,
  bytesSent: 10,
  bytesReceived: 20,
  currentRoundTripTime: 0.03,
  ...fields,
});
const candidate = (id: string, candidateType: string) => ({
  id,
  type: 'local-candidate',
  candidateType,
});
const transport = (selectedCandidatePairId: string) => ({
  id: 't',
  type: 'transport',
  selectedCandidatePairId,
});

describe('the route of a link', () => {
  it('is unknown before a pair is selected', () => {
    expect(readRoute(report(pair('p')))).toBeNull();
  });

  it('is direct when neither end of the selected pair is a relay', () => {
    const direct = report(
      pair('p'),
      pair('q'),
      transport('p'),
      candidate('p-here', 'host'),
      candidate('p-there', 'srflx'),
      candidate('q-here', 'relay'),
    );
    expect(readRoute(direct)).toBe('direct');
  });

  it.each(['p-here', 'p-there'])('is relayed when %s is a relay', (relay) => {
    expect(readRoute(report(pair('p'), transport('p'), candidate(relay, 'relay')))).toBe('relayed');
  });

  it('is found where only the pair itself says that it is selected, as in Firefox', () => {
    const firefox = report(pair('p', { selected: true }), candidate('p-here', 'relay'));
    expect(readRoute(firefox)).toBe('relayed');
  });
});

describe('the figures of a link', () => {
  const seat = 'aaaaaaaaaaaa' as SeatId;

  it('name pictures by their source and add up what every pair carried', () => {
    const stats = readLinkStats(
      report(
        pair('p'),
        pair('q'),
        transport('q'),
        {
          id: 'v',
          type: 'inbound-rtp',
          kind: 'video',
          mid: '2',
          framesDecoded: 7,
          frameHeight: 360,
          packetsReceived: 50,
          packetsLost: 1,
        },
        {
          id: 'a',
          type: 'inbound-rtp',
          kind: 'audio',
          mid: '0',
          packetsReceived: 5,
          packetsLost: 2,
        },
      ),
      {
        seat,
        path: 'direct',
        sourceOfMid: new Map([
          ['2', 'camera'],
          ['0', 'microphone'],
        ]),
      },
    );
    expect(stats).toEqual({
      seat,
      path: 'direct',
      roundTripMs: 30,
      bytesSent: 20,
      bytesReceived: 40,
      packetsReceived: 55,
      packetsLost: 3,
      framesDecoded: { camera: 7 },
      frameHeight: { camera: 360 },
    });
  });
});
