import type { ReadonlySignal } from '@preact/signals-core';
import type { Command } from '../../edge/protocol/commands.ts';
import type { SeatId } from '../../edge/protocol/ids.ts';
import type { Source } from '../../edge/protocol/people.ts';
import type { Want } from '../../edge/protocol/room-messages.ts';
import type { CallState } from './call-state.ts';
import type { LocalMedia } from './local-media.ts';
import type { CallPorts } from './ports.ts';
import type { LinkStats, Path } from './transport.ts';

export interface RemoteMedia {
  readonly path: Path;
  readonly tracks: Readonly<Partial<Record<Source, MediaStreamTrack>>>;
}

/** Passing news for the person, shown once; a screen finds words for each. */
export type CallNotice =
  | { readonly kind: 'silenced'; readonly sources: readonly Source[]; readonly by: string }
  | { readonly kind: 'refused'; readonly code: import('../../edge/protocol/errors.ts').ErrorCode };

/** One meeting, from the lobby to its end. Everything readable is a signal. */
export interface Call {
  readonly state: ReadonlySignal<CallState>;
  readonly remote: ReadonlySignal<ReadonlyMap<SeatId, RemoteMedia>>;
  readonly loudness: ReadonlySignal<ReadonlyMap<SeatId, number>>;
  readonly notices: ReadonlySignal<readonly CallNotice[]>;
  readonly local: LocalMedia;
  join(name: string): void;
  /** Sent at once, or as soon as the room answers again; rejects with a CallError when the room refuses. */
  send(command: Command): Promise<void>;
  want(wants: readonly Want[]): void;
  dismissNotice(notice: CallNotice): void;
  leave(): void;
  stats(): Promise<readonly LinkStats[]>;
  /** Milliseconds to add to this machine's clock to get the server's. */
  serverOffsetMs(): number;
  close(): void;
}

/** Connects at once: the lobby is where everything warms up. */
export function createCall(ports: CallPorts): Call {
  throw new Error(`not built yet: ${ports.meeting}`);
}
