import { createHash } from 'node:crypto';
import { type EgressInfo, WebhookEvent } from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { randomId } from './ids.ts';
import { withPatience } from './patience.ts';
import type { Settings } from './settings.ts';

export type EgressEvent = 'egress_started' | 'egress_updated' | 'egress_ended';

const timeoutMs = 5_000;
const longestWaitMs = 30_000;
/** After an hour the edge has found out by asking. */
const patienceMs = 3_600_000;
const tokenLifetime = '5m';

/** Tells one recording's listeners what happens to it, in order. */
export interface Herald {
  /** Resolves when everybody was told or the patience is over; false when the recorder stopped before. */
  tell(event: EgressEvent, info: EgressInfo): Promise<boolean>;
}

export interface HeraldOptions {
  readonly keys: Pick<Settings, 'LIVEKIT_API_KEY' | 'LIVEKIT_API_SECRET'>;
  readonly urls: readonly string[];
  readonly signal: AbortSignal;
}

export function createHerald({ keys, urls, signal }: HeraldOptions): Herald {
  const tails = new Map<string, Promise<void>>();
  return {
    async tell(event, info) {
      const body = new WebhookEvent({
        event,
        id: randomId('EV_'),
        createdAt: BigInt(Math.floor(Date.now() / 1_000)),
        egressInfo: info,
      }).toJsonString();
      const told = urls.map((url) => {
        const tail = (tails.get(url) ?? Promise.resolve()).then(() => deliver(url, body));
        tails.set(url, tail);
        return tail;
      });
      await Promise.all(told);
      return !signal.aborted;
    },
  };

  async function deliver(url: string, body: string): Promise<void> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const patience = { signal: until, longestWaitMs, isPassing: () => true };
    // Given up, or the recorder stops: then the next start tells it again.
    await withPatience(() => post(url, body), patience).catch(() => {});
  }

  async function post(url: string, body: string): Promise<void> {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/webhook+json',
        authorization: await signatureOf(body),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`The webhook was answered with ${answer.status}.`);
  }

  async function signatureOf(body: string): Promise<string> {
    const token = new AccessToken(keys.LIVEKIT_API_KEY, keys.LIVEKIT_API_SECRET, {
      ttl: tokenLifetime,
    });
    token.sha256 = createHash('sha256').update(body).digest('base64');
    return token.toJwt();
  }
}
