import * as v from 'valibot';
import { PublicKey } from './encryption.ts';
import { PeerId, SeatId } from './ids.ts';
import { limits } from './limits.ts';
import { Recorded } from './recording.ts';

/** What somebody can send. Each is one track on its own, whichever transport carries it. */
export const sources = ['microphone', 'camera', 'screen', 'screen-audio'] as const;
export const Source = v.picklist(sources);
export type Source = v.InferOutput<typeof Source>;

export const Sources = v.pipe(
  v.array(Source),
  v.maxLength(sources.length),
  v.transform((list) => sources.filter((source) => list.includes(source))),
);

/** `waiting` knocks and is seen by hosts only. */
export const Role = v.picklist(['host', 'cohost', 'participant', 'waiting']);
export type Role = v.InferOutput<typeof Role>;

/** What a host has not taken away: microphone, camera, screen. */
export const Rights = v.object({ speak: v.boolean(), show: v.boolean(), share: v.boolean() });
export type Rights = v.InferOutput<typeof Rights>;

const controlCharacters = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

function shownText(maxLength: number) {
  return v.pipe(
    v.string(),
    v.transform((text) => text.replace(controlCharacters, ' ').trim()),
    v.maxLength(maxLength),
  );
}

/** Never empty: a nameless tile cannot be addressed. */
export const PersonName = v.pipe(shownText(limits.nameLength), v.minLength(1));
export const MeetingName = shownText(limits.meetingNameLength);

export const Participant = v.object({
  seat: SeatId,
  peer: PeerId,
  name: v.string(),
  role: Role,
  rights: Rights,
  publishing: Sources,
  /** Server time at which the hand went up; null when it is down. */
  handRaisedAt: v.nullable(v.number()),
  joinedAt: v.number(),
  /** Server time at which the page behind `peer` came in; later than `joinedAt` after a reload. */
  peerSince: v.number(),
  /** Server time at which their socket was lost; null while they are connected. */
  awaySince: v.nullable(v.number()),
  /** Absent until their page has said it. */
  publicKey: v.optional(PublicKey),
  /** Absent while nothing is recorded. */
  recorded: v.optional(Recorded),
});
export type Participant = v.InferOutput<typeof Participant>;

export const MeetingSettings = v.object({
  name: MeetingName,
  waitingRoom: v.boolean(),
  locked: v.boolean(),
  share: v.picklist(['everyone', 'hosts']),
  record: v.picklist(['everyone', 'hosts', 'nobody']),
});
export type MeetingSettings = v.InferOutput<typeof MeetingSettings>;

export function isHosting(role: Role): boolean {
  return role === 'host' || role === 'cohost';
}

/** The one rule for who may send what; the edge refuses by it, engines drop media by it, screens grey out by it. */
export function maySend(
  source: Source,
  person: Pick<Participant, 'role' | 'rights'>,
  settings: Pick<MeetingSettings, 'share'>,
): boolean {
  if (person.role === 'waiting') return false;
  switch (source) {
    case 'microphone':
      return person.rights.speak;
    case 'camera':
      return person.rights.show;
    case 'screen':
    case 'screen-audio':
      return person.rights.share && (settings.share === 'everyone' || isHosting(person.role));
  }
}
