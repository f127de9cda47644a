import type { SeatId } from '../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant } from '../../edge/protocol/people.ts';
import type { ChatMessage, TransportState } from '../../edge/protocol/room-messages.ts';

/** The room as a member knows it: the last `joined` and every event since. */
export interface RoomView {
  /** Number of the last event that is in here; a reconnect asks for those after it. */
  readonly seq: number;
  readonly you: SeatId;
  readonly people: ReadonlyMap<SeatId, Participant>;
  readonly settings: MeetingSettings;
  readonly chat: readonly ChatMessage[];
  readonly transport: TransportState;
}
