import { AccessToken, TokenVerifier } from 'livekit-server-sdk';
import type { Settings } from './settings.ts';
import { TwirpError } from './twirp.ts';

type Keys = Pick<Settings, 'LIVEKIT_API_KEY' | 'LIVEKIT_API_SECRET'>;

const longestRecording = '24h';

/** Throws unless the token is LiveKit's way of saying: may record. */
export async function requireRecordGrant(
  authorization: string | undefined,
  { LIVEKIT_API_KEY, LIVEKIT_API_SECRET }: Keys,
): Promise<void> {
  const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
  const claims = await new TokenVerifier(LIVEKIT_API_KEY, LIVEKIT_API_SECRET)
    .verify(token ?? '')
    .catch(() => null);
  if (claims === null) throw new TwirpError('unauthenticated', 'The token is missing or wrong.');
  if (claims.video?.roomRecord !== true) {
    throw new TwirpError('unauthenticated', 'The token does not allow recording.');
  }
}

/** For the page that is recorded: hears and sees the room and is seen by nobody, as LiveKit's own recorder. */
export async function pageToken(
  { LIVEKIT_API_KEY, LIVEKIT_API_SECRET }: Keys,
  { egressId, roomName }: { readonly egressId: string; readonly roomName: string },
): Promise<string> {
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, {
    identity: egressId,
    ttl: longestRecording,
  });
  token.kind = 'egress';
  token.addGrant({
    room: roomName,
    roomJoin: true,
    canSubscribe: true,
    canPublish: false,
    canPublishData: false,
    hidden: true,
    recorder: true,
  });
  return token.toJwt();
}
