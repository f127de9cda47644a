import type { IceServers } from '../../../edge/protocol/room-messages.ts';

type Servers = IceServers['servers'];

const ecdsa: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };

export interface ConnectionConfig {
  current(): RTCConfiguration;
  iceServers(): RTCIceServer[];
  renew(servers: Servers): void;
}

function toIceServer({ urls, username, credential }: Servers[number]): RTCIceServer {
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}

/** How connections are made; `changed` hears of every later version. */
export function createConnectionConfig(
  servers: Servers,
  overrides: RTCConfiguration,
  changed: (config: RTCConfiguration) => void,
): ConnectionConfig {
  let config: RTCConfiguration = {
    iceServers: servers.map(toIceServer),
    // One transport from the first packet on: a fifth of the candidates and checks.
    bundlePolicy: 'max-bundle',
    ...overrides,
  };

  function update(part: RTCConfiguration): void {
    config = { ...config, ...part };
    changed(config);
  }

  // Made in the lobby, once: otherwise each link makes its own between the click and its offer.
  void RTCPeerConnection.generateCertificate(ecdsa)
    .then((certificate) => update({ certificates: [certificate] }))
    .catch(() => undefined);

  return {
    current: () => config,
    iceServers: () => config.iceServers ?? [],
    renew: (next) => update({ iceServers: next.map(toIceServer) }),
  };
}
