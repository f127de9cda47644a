import { createHash } from 'node:crypto';
import { encodeBase62 } from './base62.ts';
import type { Cluster } from './clusters.ts';

export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

/**
 * Credentials for LiveKit's own TURN server, as it computes them (`pkg/service/turn.go`). It looks up the secret by
 * the key that the name carries, and knows nothing of the participant: who is in no room of LiveKit's may use it too.
 */
export function mintTurnCredentials(
  { key, secret }: Pick<Cluster, 'key' | 'secret'>,
  participant: string,
  expiresAt: number,
): TurnCredentials {
  const claim = `${participant}|${Math.floor(expiresAt / 1_000)}`;
  const proof = createHash('sha256').update(`${secret}|${claim}`).digest();
  return {
    username: encodeBase62(Buffer.from(`${key}|${claim}`)),
    credential: encodeBase62(proof),
  };
}
