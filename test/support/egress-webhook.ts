import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';

/** What a media server says when an egress has ended, each time as another event. */
export function egressEnded(egressId: string, roomName: string): string {
  return JSON.stringify({
    ...{ event: 'egress_ended', id: `EV_${crypto.randomUUID()}`, createdAt: '1795000000' },
    egressInfo: { egressId, roomName, status: 'EGRESS_COMPLETE' },
  });
}

export function signWebhook(body: string, key: string, secret: string): Promise<string> {
  const token = new AccessToken(key, secret, { ttl: 300 });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}

/** Answers with the status. */
export async function postWebhook(
  origin: string,
  body: string,
  authorization?: string,
): Promise<number> {
  const headers = {
    'content-type': 'application/webhook+json',
    ...(authorization && { authorization }),
  };
  const answer = await fetch(`${origin}/api/livekit/webhook`, { method: 'POST', headers, body });
  return answer.status;
}

/** The recorder's order that was taken last, by what the edge has logged. */
export function lastEgressIn(log: string): { readonly egress: string; readonly room: string } {
  const orders = log.split('\n').filter((line) => line.includes('"recording.asked"'));
  const [, egress] = /"egress":"(EG_\w+)"/.exec(orders.at(-1) ?? '') ?? [];
  const [, room] = /"room":"(\w+)"/.exec(orders.at(-1) ?? '') ?? [];
  if (egress === undefined || room === undefined) throw new Error('No recorder has been asked');
  return { egress, room };
}
