import {
  isHosting,
  type MeetingSettings,
  type Participant,
} from '../../../../edge/protocol/people.ts';
import type { RecordingLink, RecordingState } from '../../../../edge/protocol/recording.ts';
import type { CallNotice } from '../../../call/call.ts';
import { me, type RoomView, youAreHosting } from '../../../call/room-view.ts';

/** Why somebody cannot record here, or null. */
export function recordRefusal(
  self: Pick<Participant, 'role'> | undefined,
  { record }: Pick<MeetingSettings, 'record'>,
): 'nobody' | 'hosts' | null {
  if (record === 'nobody') return 'nobody';
  if (record === 'everyone' || (self !== undefined && isHosting(self.role))) return null;
  return 'hosts';
}

/** Whoever pressed first, and hosts: they stop it and choose what it looks like. */
export function maySteer(room: RoomView, recording: RecordingState): boolean {
  return recording.by === room.you || youAreHosting(room);
}

/** Only what is really being recorded has a red dot. */
export function isOn(recording: RecordingState | null): recording is RecordingState {
  return recording?.state === 'on';
}

/** Whether anything was recorded, of what is recorded or, once it is gone, was last. */
export function wasBegun(before: boolean, recording: RecordingState | null): boolean {
  return recording === null ? before : recording.since !== null;
}

/** Somebody has to be asked whether they may be recorded. */
export function mustAnswer(room: RoomView): boolean {
  const { recording } = room;
  if (recording === null || recording.state === 'stopping') return false;
  return me(room)?.recorded === 'unasked';
}

/** Links to recordings of which something is to be said: not those that still go on, of which the red dot tells. */
export function linksToTell(notices: readonly CallNotice[]): RecordingLinkNotice[] {
  return latestLinks(notices).filter(
    ({ link: { about } }) => about !== 'live' && about !== 'recording',
  );
}

export type RecordingLinkNotice = Extract<CallNotice, { kind: 'recording-link' }>;

/** The last word about each recording; of live views there is at most one. */
export function latestLinks(notices: readonly CallNotice[]): RecordingLinkNotice[] {
  const latest = new Map<string, RecordingLinkNotice>();
  for (const notice of notices) {
    if (notice.kind !== 'recording-link') continue;
    const { recording, about } = notice.link;
    latest.set(about === 'live' ? 'live' : recording, notice);
  }
  return [...latest.values()];
}

export function liveLink(notices: readonly CallNotice[]): RecordingLink | null {
  return latestLinks(notices).find(({ link }) => link.about === 'live')?.link ?? null;
}

export type RecordingNews = 'begun' | 'goes-on' | 'interrupted';

/** What everybody is told when it changes. How it ends, the room says with its reason. */
export function newsBetween(
  before: RecordingState | null,
  now: RecordingState | null,
): RecordingNews | null {
  if (now === null || before?.state === now.state) return null;
  if (now.state === 'interrupted') return 'interrupted';
  if (now.state !== 'on') return null;
  return before !== null &&
    before.since !== null &&
    before.parts > 0 &&
    before.state === 'interrupted'
    ? 'goes-on'
    : 'begun';
}
