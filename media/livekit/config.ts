import { networkInterfaces } from 'node:os';
import type { ServerNetwork } from '../server/program.ts';
import type { TurnPorts } from './turn.ts';

export interface LiveKitKeys {
  readonly key: string;
  /** Signs tokens and webhooks; LiveKit complains about fewer than 32 characters. */
  readonly secret: string;
}

export interface LiveKitConfig {
  readonly network: ServerNetwork;
  /** Of its API and signalling. */
  readonly port: number;
  /** All media shares one port, so that a container publishes a single one. */
  readonly mediaPort: number;
  /** Null for a server that relays nothing. */
  readonly turn: TurnPorts | null;
  readonly keys: LiveKitKeys;
  /** Who is told about what happens in rooms. */
  readonly webhookUrl: string;
  /** `host:port` of what the nodes of one cluster share; a node without one is a cluster by itself. */
  readonly redis?: string;
}

const loopback = '127.0.0.1';
const discardPort = 9;

/**
 * How long a sender is left alone after it was asked for a whole picture. By itself LiveKit asks once and then not for
 * half a second: whoever comes before media can flow sees nothing for that long.
 */
const pliThrottle = { low_quality: '150ms', mid_quality: '300ms', high_quality: '500ms' };

/** LiveKit's configuration for one machine: nobody from outside reaches it. JSON is YAML. */
export function liveKitConfigText(config: LiveKitConfig): string {
  const { network, port, mediaPort, turn, keys, webhookUrl, redis } = config;
  const listenAddress = network === 'loopback' ? loopback : '0.0.0.0';
  return JSON.stringify(
    {
      port,
      bind_addresses: [listenAddress],
      rtc: {
        node_ip: loopback,
        udp_port: mediaPort,
        // Without one it would send browsers to a third party's. Nobody needs it here: nothing is translated, and
        // nobody answers. (Its own port would: then it takes what it asked itself for media, and none connects.)
        // By IPv6: Chromium up to 153 gives up the socket that hears a refusal, and media comes by IPv4 here.
        stun_servers: [`[::1]:${discardPort}`],
        ...(network === 'loopback' && {
          interfaces: { includes: loopbackInterfaces() },
          enable_loopback_candidate: true,
        }),
        // ICE over TCP listens on every address, and on the same port in each server; UDP always works here.
        tcp_port: 0,
        // After a failure LiveKit would insist on TCP, where nothing listens, and then on TURN over TLS, which is none.
        allow_tcp_fallback: false,
        pli_throttle: pliThrottle,
      },
      // The edge opens rooms. A token that has outlived its meeting would otherwise open one that nobody watches.
      room: { auto_create: false },
      ...(turn !== null && { turn: turnSection(turn, listenAddress) }),
      ...(redis !== undefined && { redis: { address: redis } }),
      keys: { [keys.key]: keys.secret },
      webhook: { api_key: keys.key, urls: [webhookUrl] },
      logging: { level: 'info', json: true },
    },
    null,
    2,
  );
}

/** LiveKit's own TURN server, which relays from this machine to this machine alone. */
function turnSection({ udp, tcp, relay }: TurnPorts, listenAddress: string) {
  return {
    enabled: true,
    bind_addresses: [listenAddress],
    udp_port: udp,
    // With TLS ended elsewhere, as LiveKit believes, it listens for plain TCP.
    tls_port: tcp,
    external_tls: true,
    // LiveKit sends its own clients to port 443 of this name. An address needs no look-up, and nothing leaves the machine.
    domain: loopback,
    relay_range_start: relay.from,
    relay_range_end: relay.to,
    // By itself it relays to no private address. Callers on one machine are on this one.
    allow_restricted_peer_cidrs: ['127.0.0.0/8'],
  };
}

function loopbackInterfaces(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([, addresses]) => addresses?.some(({ internal }) => internal))
    .map(([name]) => name);
}
