import { randomInt } from 'node:crypto';
import { freePort, freeUdpPort } from '../../edge/dev/ports.ts';

/** The ports of LiveKit's own TURN server. */
export interface TurnPorts {
  readonly udp: number;
  readonly tcp: number;
  /** Where it receives what it relays, by UDP. */
  readonly relay: { readonly from: number; readonly to: number };
}

/**
 * Below the ports that systems give to outgoing connections. Servers whose ranges are the same share them: LiveKit
 * tries another port when one is taken. A call of a hundred needs about two hundred.
 */
const relayRanges = { first: 10_000, count: 40, ports: 500 };

/** Ports for one server of several on this machine. */
export async function pickTurnPorts(): Promise<TurnPorts> {
  const from = relayRanges.first + randomInt(relayRanges.count) * relayRanges.ports;
  return {
    udp: await freeUdpPort(),
    tcp: await freePort(),
    relay: { from, to: from + relayRanges.ports - 1 },
  };
}

export function turnUrlsFor({ udp, tcp }: TurnPorts): string[] {
  return [`turn:127.0.0.1:${udp}?transport=udp`, `turn:127.0.0.1:${tcp}?transport=tcp`];
}
