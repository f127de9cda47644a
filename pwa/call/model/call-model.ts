import type { SeatId } from '../../../edge/protocol/ids.ts';
import {
  type MeetingSettings,
  maySend,
  type Participant,
  type Source,
} from '../../../edge/protocol/people.ts';
import type { Consent } from '../../../edge/protocol/recording.ts';
import type {
  ClientMessage,
  IceServers,
  LinkSignal,
  MediaServer,
  TransportState,
  Want,
  Welcome,
} from '../../../edge/protocol/room-messages.ts';
import type { Capabilities } from '../../../edge/protocol/version.ts';
import type { CallNotice } from '../call.ts';
import type { KeyNews } from '../keys/keeper.ts';
import type { RoomMessage } from '../room-line/room-socket.ts';
import { me, type RoomView } from '../room-view.ts';
import type { MeshInbox } from '../transport/transport.ts';
import type { CallState, EndReason, LobbyMeeting } from './call-state.ts';

/** This page as the room's last welcome named it; a reload, or a long absence, makes another. */
export type Page = Pick<Welcome, 'seat' | 'peer' | 'ice'>;

/** All that decides what happens next. `call` is what screens see of it. */
export interface CallModel {
  readonly call: CallState;
  /** Between a welcome, or a resume, and the loss of that connection. */
  readonly connected: boolean;
  readonly page: Page | null;
  readonly meeting: LobbyMeeting | null;
  /** What the room's server can do. */
  readonly capabilities: Capabilities;
  /** What the media follow; null before there is a page for them. */
  readonly transport: TransportState | null;
  /** What this browser captures now. */
  readonly sending: readonly Source[];
  /** What the room was last told of it; null when that is not sure. */
  readonly stated: readonly Source[] | null;
  /** A `publish` is on its way: the next waits for its answer, so that quick toggles cost one message. */
  readonly stating: boolean;
  readonly wants: readonly Want[];
  /** As they said before they came in; undefined when they were not asked. */
  readonly consent: Consent | undefined;
  /** They have asked the room to end the call for everyone. */
  readonly endsForAll: boolean;
}

export type CallInput =
  | { readonly type: 'open' }
  | { readonly type: 'message'; readonly message: RoomMessage }
  | { readonly type: 'socket-lost'; readonly at: number }
  | { readonly type: 'socket-ended'; readonly reason: EndReason }
  | { readonly type: 'join'; readonly name: string; readonly consent?: Consent | undefined }
  | { readonly type: 'leave' }
  | { readonly type: 'ends-for-all'; readonly on: boolean }
  | { readonly type: 'close' }
  | { readonly type: 'sending'; readonly sources: readonly Source[] }
  /** The room has answered a `publish`. */
  | { readonly type: 'stated'; readonly sources: readonly Source[] }
  | { readonly type: 'want'; readonly wants: readonly Want[] }
  /** A mesh is more than this machine, or its line, can carry. */
  | { readonly type: 'too-much'; readonly unreached: readonly SeatId[] };

export type CallEffect =
  | { readonly type: 'remember-seat'; readonly seat: Page['seat'] }
  | { readonly type: 'forget-tokens' }
  | { readonly type: 'send'; readonly message: ClientMessage }
  | { readonly type: 'state-sources'; readonly sources: readonly Source[] }
  | { readonly type: 'renew-ice'; readonly ice: IceServers }
  | { readonly type: 'start-transport'; readonly page: Page }
  | { readonly type: 'stop-transport' }
  | { readonly type: 'move-transport'; readonly transport: TransportState }
  /** The call nears the size that a mesh cannot carry. */
  | { readonly type: 'preload-sfu' }
  | { readonly type: 'know-server'; readonly server: MediaServer }
  | { readonly type: 'take-turn'; readonly epoch: number }
  | { readonly type: 'recover-transport' }
  | {
      readonly type: 'set-people';
      readonly people: readonly Participant[];
      readonly settings: MeetingSettings;
    }
  | { readonly type: 'forget-media'; readonly seats: readonly SeatId[] }
  | { readonly type: 'want'; readonly wants: readonly Want[] }
  | { readonly type: 'relay-signal'; readonly from: SeatId; readonly signal: LinkSignal }
  | {
      readonly type: 'relay-wanted';
      readonly from: SeatId;
      readonly wants: Parameters<MeshInbox['wanted']>[1];
    }
  | { readonly type: 'relay-key'; readonly news: KeyNews }
  | { readonly type: 'silence'; readonly sources: readonly Source[] }
  | { readonly type: 'notice'; readonly notice: CallNotice }
  | { readonly type: 'say-goodbye' }
  | { readonly type: 'close-everything'; readonly reason: EndReason };

export interface Step {
  readonly model: CallModel;
  readonly effects: readonly CallEffect[];
}

export const newCall: CallModel = {
  call: { phase: 'idle' },
  connected: false,
  page: null,
  meeting: null,
  capabilities: [],
  transport: null,
  sending: [],
  stated: null,
  stating: false,
  wants: [],
  consent: undefined,
  endsForAll: false,
};

/** The room, while this page is, or was a moment ago, a member of it. */
export function roomOf(call: CallState): RoomView | null {
  switch (call.phase) {
    case 'live':
    case 'reconnecting':
      return call.room;
    case 'idle':
    case 'lobby':
    case 'joining':
    case 'waiting':
    case 'ended':
      return null;
  }
}

/** What this browser captures and the room lets it send. Before it is in, nothing is forbidden. */
export function allowedSources(model: Pick<CallModel, 'call' | 'sending'>): Source[] {
  const room = roomOf(model.call);
  const self = room === null ? undefined : me(room);
  return model.sending.filter(
    (source) => room === null || self === undefined || maySend(source, self, room.settings),
  );
}
