import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { Env } from './env.ts';
import { reasonOf } from './log.ts';
import { readClusters } from './media/clusters.ts';
import { mintTurnCredentials } from './media/turn-credentials.ts';
import { IceServer, type IceServers } from './protocol/room-messages.ts';

export interface IcePorts {
  now(): number;
  fetch(url: string, init: RequestInit): Promise<Response>;
  warn(reason: string): void;
}

type IceSettings = Pick<
  Env,
  | 'STUN_URLS'
  | 'TURN_URLS'
  | 'TURN_SECRET'
  | 'TURN_TTL_SECONDS'
  | 'CLOUDFLARE_TURN_KEY_ID'
  | 'CLOUDFLARE_TURN_API_TOKEN'
  | 'LIVEKIT_CLUSTERS'
>;

/** Long enough for a long meeting's restarts, short enough that a leaked credential is soon worthless. */
const defaultTtlSeconds = 3_600;
const cloudflareTimeoutMs = 2_000;

/** STUN and TURN for one seat, with credentials of its own that expire. */
export async function iceServersFor(
  seat: string,
  settings: IceSettings,
  ports: IcePorts,
): Promise<IceServers> {
  const ttlSeconds = Number(settings.TURN_TTL_SECONDS) || defaultTtlSeconds;
  const expiresAt = ports.now() + ttlSeconds * 1_000;
  const stun = list(settings.STUN_URLS).map((url) => ({ urls: [url] }));
  const turn = [
    ...sharedSecretTurn(seat, settings, expiresAt),
    ...liveKitTurn(seat, settings, expiresAt, ports),
    ...(await cloudflareTurn(settings, ttlSeconds, ports)),
  ];
  return { servers: [...stun, ...turn], expiresAt: turn.length > 0 ? expiresAt : null };
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** coturn's `use-auth-secret`: the name carries the expiry, the password proves that we wrote it. */
function sharedSecretTurn(seat: string, settings: IceSettings, expiresAt: number) {
  const urls = list(settings.TURN_URLS);
  if (urls.length === 0 || !settings.TURN_SECRET) return [];
  const username = `${Math.floor(expiresAt / 1_000)}:${seat}`;
  const credential = createHmac('sha1', settings.TURN_SECRET).update(username).digest('base64');
  return [{ urls, username, credential }];
}

/** The TURN servers of LiveKit clusters, for the calls that do not go through LiveKit. */
function liveKitTurn(seat: string, settings: IceSettings, expiresAt: number, ports: IcePorts) {
  try {
    return readClusters(settings.LIVEKIT_CLUSTERS).flatMap(({ turnUrls = [], ...cluster }) =>
      turnUrls.length === 0
        ? []
        : [{ urls: turnUrls, ...mintTurnCredentials(cluster, seat, expiresAt) }],
    );
  } catch (error) {
    ports.warn(reasonOf(error));
    return [];
  }
}

const CloudflareAnswer = v.object({ iceServers: v.array(IceServer) });

async function cloudflareTurn(settings: IceSettings, ttlSeconds: number, ports: IcePorts) {
  const { CLOUDFLARE_TURN_KEY_ID: keyId, CLOUDFLARE_TURN_API_TOKEN: token } = settings;
  if (!keyId || !token) return [];
  try {
    const answer = await ports.fetch(
      `https://rtc.live.cloudflare.com/v1/turn/keys/${encodeURIComponent(keyId)}/credentials/generate-ice-servers`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ttl: ttlSeconds }),
        signal: AbortSignal.timeout(cloudflareTimeoutMs),
      },
    );
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return v.parse(CloudflareAnswer, await answer.json()).iceServers;
  } catch (error) {
    // A call without this relay is better than no call.
    ports.warn(reasonOf(error));
    return [];
  }
}
