import type { ErrorCode } from '../../../edge/protocol/errors.ts';
import type { Welcome } from '../../../edge/protocol/room-messages.ts';
import type { RoomView } from '../room-view.ts';

export type LobbyMeeting = Welcome['meeting'];

/**
 * Why a call is over. The last three are ours: the edge did not answer at all, this browser has no network, and it was
 * this person who ended it for everyone.
 */
export type EndReason = ErrorCode | 'unreachable' | 'offline' | 'ended-by-you';

/** Where a call is; each arm carries only what is true there. */
export type CallState =
  | { readonly phase: 'idle' }
  /** `meeting` is null until the edge has answered. */
  | { readonly phase: 'lobby'; readonly meeting: LobbyMeeting | null }
  | { readonly phase: 'joining'; readonly name: string; readonly meeting: LobbyMeeting | null }
  /** Knocking: a host sees us and decides. */
  | {
      readonly phase: 'waiting';
      readonly name: string;
      readonly meeting: LobbyMeeting;
      readonly isHostHere: boolean;
    }
  | { readonly phase: 'live'; readonly name: string; readonly room: RoomView }
  /** Media may well go on; the room's socket does not. */
  | {
      readonly phase: 'reconnecting';
      readonly name: string;
      readonly room: RoomView;
      readonly since: number;
    }
  | { readonly phase: 'ended'; readonly reason: EndReason };
