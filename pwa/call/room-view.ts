import type { EncryptionState } from '../../edge/protocol/encryption.ts';
import type { SeatId } from '../../edge/protocol/ids.ts';
import { limits } from '../../edge/protocol/limits.ts';
import { isHosting, type MeetingSettings, type Participant } from '../../edge/protocol/people.ts';
import type { RecordingState } from '../../edge/protocol/recording.ts';
import type {
  ChatMessage,
  Joined,
  NumberedEvent,
  TransportState,
} from '../../edge/protocol/room-messages.ts';

/** The room as a member knows it: the last `joined` and every event since. */
export interface RoomView {
  /** Number of the last event that is in here; a reconnect asks for those after it. */
  readonly seq: number;
  readonly you: SeatId;
  readonly people: ReadonlyMap<SeatId, Participant>;
  readonly settings: MeetingSettings;
  /** Those whom a host has removed, as far as has been seen from here. */
  readonly removed: ReadonlySet<SeatId>;
  readonly chat: readonly ChatMessage[];
  readonly transport: TransportState;
  /** Null when what goes through a media server is not end-to-end encrypted. */
  readonly encryption: EncryptionState | null;
  /** Null while nothing is recorded. */
  readonly recording: RecordingState | null;
}

export function viewOfJoined(joined: Joined): RoomView {
  const { seq, you, settings, chat, transport, encryption = null, recording = null } = joined;
  const people = new Map(joined.people.map((person) => [person.seat, person]));
  return { seq, you, people, settings, removed: new Set(), chat, transport, encryption, recording };
}

/** Those of a batch that the view has not seen yet, in order: a batch may come twice, or overlap. */
export function newEvents(view: RoomView, batch: readonly NumberedEvent[]): NumberedEvent[] {
  const unseen = new Map(batch.filter(({ seq }) => seq > view.seq).map((item) => [item.seq, item]));
  return [...unseen.values()].sort((one, other) => one.seq - other.seq);
}

export function applyEvents(view: RoomView, batch: readonly NumberedEvent[]): RoomView {
  return newEvents(view, batch).reduce(
    (before, { seq, event }) => ({ ...applyEvent(before, event), seq }),
    view,
  );
}

/** What an event does not touch keeps its identity, so that nobody recomputes in vain. */
function applyEvent(view: RoomView, event: NumberedEvent['event']): RoomView {
  switch (event.type) {
    case 'person':
      return { ...view, people: new Map(view.people).set(event.person.seat, event.person) };
    case 'gone': {
      const people = new Map(view.people);
      const removed =
        event.reason === 'removed' ? new Set([...view.removed, event.seat]) : view.removed;
      return people.delete(event.seat) ? { ...view, people, removed } : view;
    }
    case 'chat':
      return { ...view, chat: [...view.chat, event.message].slice(-limits.chatHistory) };
    case 'settings':
      return { ...view, settings: event.settings };
    case 'transport':
      return event.transport.epoch < view.transport.epoch
        ? view
        : { ...view, transport: event.transport };
    case 'encryption':
      return { ...view, encryption: event.encryption };
    case 'recording':
      return { ...view, recording: event.recording };
    case 'recording-ended':
    case 'silence':
    case 'unknown':
      return view;
  }
}

export function me(view: RoomView): Participant | undefined {
  return view.people.get(view.you);
}

/** Everybody who is in, you included, those who knock not; first come first, so that nobody jumps. */
export function membersOf(view: RoomView): Participant[] {
  return inOrder(view).filter((person) => person.role !== 'waiting');
}

export function othersOf(view: RoomView): Participant[] {
  return membersOf(view).filter((person) => person.seat !== view.you);
}

export function waitingOf(view: RoomView): Participant[] {
  return inOrder(view).filter((person) => person.role === 'waiting');
}

/** Of those who are in, only those who can be spoken to now are here. */
export function countPeople(view: RoomView) {
  const members = membersOf(view);
  const away = members.filter(({ seat, awaySince }) => awaySince !== null && seat !== view.you);
  return {
    here: members.length - away.length,
    away: away.length,
    knocking: view.people.size - members.length,
    hands: members.filter(({ handRaisedAt }) => handRaisedAt !== null).length,
  };
}

export function youAreHosting(view: RoomView): boolean {
  const self = me(view);
  return self !== undefined && isHosting(self.role);
}

/** Those who knock, for you to let in; nobody unless you are hosting. */
export function knockersForYou(view: RoomView): Participant[] {
  return youAreHosting(view) ? waitingOf(view) : [];
}

export function isYourHandRaised(view: RoomView): boolean {
  return (me(view)?.handRaisedAt ?? null) !== null;
}

function inOrder(view: RoomView): Participant[] {
  return [...view.people.values()].sort(
    (one, other) => one.joinedAt - other.joinedAt || (one.seat < other.seat ? -1 : 1),
  );
}
