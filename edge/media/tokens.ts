import { createHmac } from 'node:crypto';
import { claimsToJwtPayload, type ParticipantPermission, TrackSource } from 'livekit-server-sdk';
import { type Source, sources } from '../protocol/people.ts';
import type { Cluster } from './clusters.ts';

/** Time to connect in; whoever is connected gets fresh ones from the media server itself. */
export const tokenLifetimeMs = 10 * 60_000;

export const trackSources: Readonly<Record<Source, TrackSource>> = {
  microphone: TrackSource.MICROPHONE,
  camera: TrackSource.CAMERA,
  screen: TrackSource.SCREEN_SHARE,
  'screen-audio': TrackSource.SCREEN_SHARE_AUDIO,
};

export interface Pass {
  readonly room: string;
  readonly identity: string;
  readonly name: string;
  readonly sources: readonly Source[];
}

/**
 * A LiveKit token that grants what a seat may do in its room, and nothing else. Signed here and not by the
 * SDK, whose signing is asynchronous: a room tells people things in one go with having stored them.
 */
export function mintToken({ key, secret }: Cluster, pass: Pass, now: number): string {
  const claims = claimsToJwtPayload({ name: pass.name, video: grantsOf(pass) });
  const seconds = Math.floor(now / 1_000);
  const payload = {
    ...claims,
    iss: key,
    sub: pass.identity,
    nbf: seconds,
    exp: seconds + tokenLifetimeMs / 1_000,
  };
  const body = `${base64Url({ alg: 'HS256', typ: 'JWT' })}.${base64Url(payload)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function grantsOf({ room, sources }: Pass) {
  return {
    room,
    roomJoin: true,
    canSubscribe: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    ...publishGrants(sources),
  };
}

/** An empty list of sources would mean all of them. */
export function publishGrants(sources: readonly Source[]) {
  return sources.length === 0
    ? { canPublish: false }
    : { canPublish: true, canPublishSources: sources.map((source) => trackSources[source]) };
}

/** What such a grant lets somebody send. */
export function sourcesGranted({
  canPublish,
  canPublishSources: listed,
}: Pick<ParticipantPermission, 'canPublish' | 'canPublishSources'>): Source[] {
  if (!canPublish) return [];
  return sources.filter((source) => listed.length === 0 || listed.includes(trackSources[source]));
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
