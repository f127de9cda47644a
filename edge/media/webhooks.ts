import { type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk';
import type { Cluster } from './clusters.ts';

export interface Heard {
  readonly cluster: string;
  readonly event: WebhookEvent;
}

/** The event, and the cluster whose key has signed exactly this body; undefined when none has. */
export async function readWebhook(
  clusters: readonly Cluster[],
  body: string,
  authorization: string | undefined,
): Promise<Heard | undefined> {
  for (const { name, key, secret } of clusters) {
    try {
      const event = await new WebhookReceiver(key, secret).receive(body, authorization);
      return { cluster: name, event };
    } catch {
      // Another cluster's, or nobody's.
    }
  }
  return undefined;
}
