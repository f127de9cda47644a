import { type MeetingSettings, maySend, type Source, sources } from '../../protocol/people.ts';
import type { MemberSeat } from '../state/meeting.ts';
import { clusterOf } from '../state/transport.ts';
import type { Draft } from './draft.ts';

export function sourcesOf(seat: MemberSeat, settings: MeetingSettings): Source[] {
  return sources.filter((source) => maySend(source, seat, settings));
}

/** Runs after every other rule: what somebody may do in the call, they may do on the media server, and no more. */
export function noteRights(draft: Draft): void {
  const { transport: before, settings: settingsBefore } = draft.before.meeting;
  if (before.kind === 'mesh') return;
  const { cluster } = before;
  for (const seat of draft.before.seats.values()) {
    if (seat.stage !== 'member') continue;
    const now = draft.seats.get(seat.id);
    if (now?.stage !== 'member') draft.chores.push({ cluster, subject: seat.id });
    else if (
      String(sourcesOf(seat, settingsBefore)) !== String(sourcesOf(now, draft.meeting.settings))
    ) {
      draft.chores.push({ cluster, subject: seat.id });
      draft.followUps.push({ kind: 'media-server', seat: seat.id });
    }
  }
}

/** Longer than a client that has heard of the new way still listens on the old one. */
export const roomOutlivesCallMs = 30_000;

/** Where the call was, nobody has any business soon; and nobody would be told to leave there later. */
export function noteRoomLeft(draft: Draft): void {
  const cluster = clusterOf(draft.before.meeting.transport);
  if (cluster === null || cluster === clusterOf(draft.meeting.transport)) return;
  draft.chores.push({ cluster, subject: 'room', delayMs: roomOutlivesCallMs });
}
