import type { TransportKind, TransportState } from '../../../edge/protocol/room-messages.ts';

/** How far this client's own move has come, as the room is told. */
export type MoveStep = 'published' | 'ready' | 'failed';

export interface Moving {
  readonly phase: 'moving';
  readonly from: TransportKind;
  readonly to: TransportKind;
  readonly epoch: number;
  /** Came in during the move: nobody expects anything from it on the old way. */
  readonly fresh: boolean;
  /** The room has said that it is our turn. */
  readonly sending: boolean;
  readonly told: MoveStep | null;
}

/** What carries media, as the room ordered it and as far as this client has followed. */
export type Ways =
  /** Nothing is decided yet; a mesh warms up, because small calls are the most. */
  | { readonly phase: 'lobby' }
  | { readonly phase: 'resting'; readonly on: TransportKind; readonly epoch: number }
  | Moving
  /** Committed. The old way stays a little longer, for whoever has not crossed. */
  | {
      readonly phase: 'settling';
      readonly on: TransportKind;
      readonly leaving: TransportKind;
      readonly epoch: number;
    };

export type WaysInput =
  | { readonly type: 'room'; readonly transport: TransportState }
  | { readonly type: 'turn'; readonly epoch: number }
  /** Everything of ours is on its way. */
  | { readonly type: 'published' }
  /** Everything of the others has come. */
  | { readonly type: 'everyone-here' }
  | { readonly type: 'failed' }
  | { readonly type: 'settled' };

/** `open` receives; `sending` also carries what is ours. */
export type Mode = 'closed' | 'open' | 'sending';

/**
 * Until it is our turn. Connecting to a media server is work that would make everybody's pictures stutter at once,
 * so it waits; a mesh needs both its ends to be there before either can send.
 */
const waiting = { sfu: 'closed', mesh: 'open' } as const;

export function modesOf(ways: Ways): Readonly<Record<TransportKind, Mode>> {
  const closed = { mesh: 'closed', sfu: 'closed' } as const;
  switch (ways.phase) {
    case 'lobby':
      return { ...closed, mesh: 'sending' };
    case 'resting':
      return { ...closed, [ways.on]: 'sending' };
    case 'moving':
      return {
        ...closed,
        [ways.from]: ways.fresh ? 'closed' : 'sending',
        [ways.to]: ways.sending ? 'sending' : waiting[ways.to],
      };
    case 'settling':
      return { ...closed, [ways.leaving]: 'sending', [ways.on]: 'sending' };
  }
}

/** While people connect anew, what is sent is small: their machines, and ours, have enough to do. */
export function isFrugal(ways: Ways): boolean {
  return ways.phase === 'settling' || (ways.phase === 'moving' && !ways.fresh);
}

/** Which way a source leaves and which it takes; null while there is only one. */
export function crossingOf(
  ways: Ways,
): { readonly from: TransportKind; readonly to: TransportKind } | null {
  switch (ways.phase) {
    case 'lobby':
    case 'resting':
      return null;
    case 'moving':
      return { from: ways.from, to: ways.to };
    case 'settling':
      return { from: ways.leaving, to: ways.on };
  }
}

export function stepWays(ways: Ways, input: WaysInput): Ways {
  switch (input.type) {
    case 'room':
      if (ways.phase !== 'lobby' && input.transport.epoch < ways.epoch) return ways;
      return input.transport.kind === 'moving'
        ? move(ways, input.transport)
        : rest(ways, input.transport.kind, input.transport.epoch);
    case 'turn':
      if (ways.phase !== 'moving' || ways.epoch !== input.epoch || ways.sending) return ways;
      return { ...ways, sending: true };
    case 'published':
      return tell(ways, 'published', ({ sending, told }) => sending && !hasArrived(told));
    case 'everyone-here':
      return tell(ways, 'ready', (moving) => moving.told === 'published');
    case 'failed':
      return tell(ways, 'failed', ({ told }) => told !== 'failed');
    case 'settled':
      return ways.phase === 'settling'
        ? { phase: 'resting', on: ways.on, epoch: ways.epoch }
        : ways;
  }
}

/** Whoever failed may get there yet: one attempt does not decide. */
function hasArrived(told: MoveStep | null): boolean {
  return told === 'published' || told === 'ready';
}

function tell(ways: Ways, told: MoveStep, may: (moving: Moving) => boolean): Ways {
  return ways.phase === 'moving' && may(ways) ? { ...ways, told } : ways;
}

function rest(ways: Ways, on: TransportKind, epoch: number): Ways {
  const resting: Ways = { phase: 'resting', on, epoch };
  switch (ways.phase) {
    case 'lobby':
      return resting;
    case 'resting':
      return ways.on === on ? resting : { phase: 'settling', on, leaving: ways.on, epoch };
    case 'moving':
      // Back where everybody still is: what began on the other way is dropped at once.
      if (ways.from === on || ways.fresh) return resting;
      return { phase: 'settling', on, leaving: ways.from, epoch };
    case 'settling':
      return { ...ways, on, leaving: on === ways.on ? ways.leaving : ways.on, epoch };
  }
}

function move(ways: Ways, room: Extract<TransportState, { kind: 'moving' }>): Ways {
  const { from, to, epoch } = room;
  const begun: Moving = {
    phase: 'moving',
    from,
    to,
    epoch,
    fresh: false,
    sending: false,
    told: null,
  };
  switch (ways.phase) {
    case 'lobby':
      return { ...begun, fresh: true, sending: true };
    case 'resting':
      // Who is there already, having missed how it got there, need not wait for a turn.
      return ways.on === from ? begun : { ...begun, fresh: true, sending: true };
    case 'moving':
      if (ways.epoch === epoch) return ways;
      // Turned round: what is now the aim has been sending all the time.
      return ways.to === to ? { ...ways, epoch, told: null } : { ...begun, sending: true };
    case 'settling':
      return { ...begun, sending: true };
  }
}
