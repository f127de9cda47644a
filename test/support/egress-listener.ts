import { createServer } from 'node:http';
import {
  type EgressInfo,
  EgressStatus,
  type WebhookEvent,
  WebhookReceiver,
} from 'livekit-server-sdk';
import { createInbox, type Inbox } from './inbox.ts';

export interface Told {
  readonly event: WebhookEvent['event'];
  readonly egressId: string;
  /** `EGRESS_ACTIVE`, and so on. */
  readonly status: string;
  readonly info: EgressInfo;
}

export interface EgressListener {
  readonly url: string;
  /** Only what was signed properly. */
  readonly told: Inbox<Told>;
  readonly refused: readonly string[];
  /** While it is away it answers 503. */
  setAway(away: boolean): void;
  close(): void;
}

/** Hears a recorder's webhooks as the edge does. */
export async function listenForEgress(key: string, secret: string): Promise<EgressListener> {
  const told = createInbox<Told>('The listener');
  const refused: string[] = [];
  const receiver = new WebhookReceiver(key, secret);
  let away = false;
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    if (away) {
      response.writeHead(503).end();
      return;
    }
    try {
      const { event, egressInfo } = await receiver.receive(body, request.headers.authorization);
      if (!egressInfo) throw new Error('it is not about a recording');
      const { egressId, status } = egressInfo;
      told.put({ event, egressId, status: EgressStatus[status], info: egressInfo });
      response.end();
    } catch (error) {
      refused.push(String(error));
      response.writeHead(401).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    told,
    refused,
    setAway: (value) => {
      away = value;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
