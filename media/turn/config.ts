export interface CoturnConfig {
  readonly listenIp: string;
  readonly port: number;
  readonly relayIp: string;
  readonly relayPorts: { readonly from: number; readonly to: number };
  /** Shared with the edge, which mints credentials with it that expire. */
  readonly secret: string;
  /** Relaying to the loopback address would open the server's own services: only where server and callers share a machine. */
  readonly loopbackPeers: boolean;
  readonly pidFile: string;
}

export function coturnConfigText(config: CoturnConfig): string {
  return [
    `listening-ip=${config.listenIp}`,
    `listening-port=${config.port}`,
    `relay-ip=${config.relayIp}`,
    `min-port=${config.relayPorts.from}`,
    `max-port=${config.relayPorts.to}`,
    'realm=holler',
    'use-auth-secret',
    `static-auth-secret=${config.secret}`,
    'fingerprint',
    'no-tls',
    'no-dtls',
    'no-cli',
    'no-multicast-peers',
    ...(config.loopbackPeers ? ['allow-loopback-peers'] : []),
    `pidfile=${config.pidFile}`,
    'log-file=stdout',
    'simple-log',
    '',
  ].join('\n');
}
