import type { PeerId, SeatId } from '../../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant, Source } from '../../../edge/protocol/people.ts';
import type {
  MediaServer,
  TransportKind,
  TransportState,
  Want,
} from '../../../edge/protocol/room-messages.ts';
import type { Clock, Log, Randomness, SfuOptions } from '../ports.ts';
import type { MeshInbox, Transport, TransportEvents } from '../transport/transport.ts';
import {
  createTransportSlot,
  type Starter,
  type TransportSlot,
} from '../transport/transport-slot.ts';
import { sameWants } from '../transport/wants.ts';
import { createInbound } from './merged-inbound.ts';
import {
  crossingOf,
  isFrugal,
  type Mode,
  type MoveStep,
  modesOf,
  stepWays,
  type Ways,
  type WaysInput,
} from './phases.ts';
import { createServerWay } from './server-retry.ts';
import { expectedOf, partsOf, wantsOfNewWay, wantsOfOldWay } from './source-switch.ts';

/** The page's part in a handover: how each way is begun, under the seat the room gave it. */
export interface HandoverPage {
  readonly seat: SeatId;
  readonly startMesh: Starter;
}

export interface HandoverPorts {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly log: Log;
  readonly events: TransportEvents;
  startSfu(options: Omit<SfuOptions, 'keys'>): Promise<Transport>;
  say(epoch: number, step: MoveStep): void;
  /** The media server let nobody in, or has gone: the next try wants a token that is good. */
  askForServer(): void;
}

/**
 * A transport that is a mesh, a media server, or on its way from one to the other; then both run, and
 * nobody who uses it sees more than that a track has been replaced.
 */
export interface Handover
  extends Omit<Transport, 'setFrugal' | 'isSending' | 'hasArrived'>,
    MeshInbox {
  /** For a page that has just come: in the lobby, with a mesh that warms up. */
  start(page: HandoverPage): void;
  stop(): void;
  follow(transport: TransportState): void;
  mediaServer(server: MediaServer): void;
  yourTurn(epoch: number): void;
}

const kinds = ['mesh', 'sfu'] as const;
/** Soon enough to go unnoticed, rare enough for a machine that has much to do just then. */
const lookMs = 60;
/** Others may still be watching us there. */
const settleMs = 4_000;
/** Whoever has not come across by then shows nothing. */
const longestSettleMs = 20_000;
/** The room gives a move some more; a way that is not open by then is no way. */
const openMs = 15_000;

interface Way {
  readonly slot: TransportSlot;
  mode: Mode;
  wants: readonly Want[];
}

/** What there is to wait for, but not for ever: that a way opens, or that everybody has crossed. */
function patienceOf(state: Ways): TransportKind | 'settling' | null {
  if (state.phase === 'settling') return 'settling';
  return state.phase === 'moving' && modesOf(state)[state.to] !== 'closed' ? state.to : null;
}

export function createHandover(ports: HandoverPorts): Handover {
  const { clock, events } = ports;
  const local = new Map<Source, MediaStreamTrack>();
  const inbound = createInbound(events, tellWants);
  const ways: Readonly<Record<TransportKind, Way>> = { mesh: newWay('mesh'), sfu: newWay('sfu') };
  const server = createServerWay({
    clock,
    startSfu: ports.startSfu,
    failed,
    lost() {
      if (crossingOf(state)?.to === 'sfu') step({ type: 'failed' });
      complain();
    },
    retry() {
      if (ways.sfu.mode !== 'closed') open('sfu');
    },
  });
  let page: HandoverPage | null = null;
  let roster: readonly [readonly Participant[], MeetingSettings] | null = null;
  let wants: readonly Want[] | null = null;
  let state: Ways = { phase: 'lobby' };
  /** On the old way there is nobody new: they have never been there. */
  let acquainted: ReadonlySet<PeerId> | null = null;
  let cancelLook = (): void => {};
  let cancelDeadline = (): void => {};

  function newWay(kind: TransportKind): Way {
    const slot = createTransportSlot({ ...ports, events: inbound.events(kind) });
    return { slot, mode: 'closed', wants: [] };
  }

  function step(input: WaysInput): void {
    const before = state;
    state = stepWays(before, input);
    if (state === before) return;
    if (crossingOf(state) === null) acquainted = null;
    else if (crossingOf(before) === null) acquainted = new Set(roster?.[0].map(({ peer }) => peer));
    followRoute();
    for (const kind of kinds) {
      ways[kind].slot.setFrugal(isFrugal(state));
      setMode(kind, modesOf(state)[kind]);
    }
    tellPeople();
    tellWants();
    restate(before);
    if (patienceOf(state) !== patienceOf(before)) awaitDeadline();
    look();
  }

  function followRoute(): void {
    const crossing = crossingOf(state);
    const to = crossing?.to ?? (state.phase === 'resting' ? state.on : 'mesh');
    inbound.follow({ from: crossing?.from ?? null, to, hurried: state.phase === 'settling' });
  }

  /** Says how far we are: when that changes, and when the line may have swallowed it. */
  function restate(before?: Ways): void {
    if (state.phase !== 'moving' || state.told === null) return;
    if (before?.phase === 'moving' && before.told === state.told) return;
    ports.say(state.epoch, state.told);
  }

  function setMode(kind: TransportKind, mode: Mode): void {
    const way = ways[kind];
    if (way.mode === mode) return;
    const before = way.mode;
    way.mode = mode;
    for (const [source, track] of local) {
      if (mode === 'sending') way.slot.publish(source, track);
      else way.slot.unpublish(source);
    }
    if (before === 'closed') open(kind);
    if (mode !== 'closed') return;
    if (kind === 'sfu') server.rest();
    way.slot.stop();
    inbound.forget(kind);
  }

  function open(kind: TransportKind): void {
    if (page === null) return;
    if (kind === 'mesh') ways.mesh.slot.start(page.startMesh);
    else if (server.isKnown()) ways.sfu.slot.start(server.starterFor(page.seat));
  }

  function failed(): void {
    step({ type: 'failed' });
    complain();
  }

  /** The room sees for itself whether the server has gone; in a move it has heard already that we failed. */
  function complain(): void {
    if ('on' in state && state.on === 'sfu') ports.say(state.epoch, 'failed');
    else ports.askForServer();
  }

  function tellPeople(): void {
    if (roster === null) return;
    const [people, settings] = roster;
    const old = crossingOf(state)?.from;
    for (const kind of kinds) {
      if (ways[kind].mode === 'closed') continue;
      const there =
        kind === old && acquainted !== null
          ? people.filter(({ peer }) => acquainted?.has(peer))
          : people;
      ways[kind].slot.setPeople(there, settings);
    }
  }

  function tellWants(): void {
    if (wants === null) return;
    for (const kind of kinds) {
      const way = ways[kind];
      const next = wantsOn(kind, wants);
      if (way.mode === 'closed' || sameWants(way.wants, next)) continue;
      way.wants = next;
      way.slot.want(next);
    }
  }

  function wantsOn(kind: TransportKind, wanted: readonly Want[]): readonly Want[] {
    if (kind === crossingOf(state)?.from) return wantsOfOldWay(wanted, inbound.crossed());
    return crossingOf(state) === null ? wanted : wantsOfNewWay(wanted);
  }

  function awaitDeadline(): void {
    cancelDeadline();
    cancelDeadline = () => {};
    const patience = patienceOf(state);
    if (patience === 'settling') settle();
    if (patience !== null && patience !== 'settling') {
      const { slot } = ways[patience];
      cancelDeadline = clock.after(openMs, () => {
        if (!slot.isRunning()) step({ type: 'failed' });
      });
    }
  }

  function settle(waitedMs = 0): void {
    cancelDeadline = clock.after(settleMs, () => {
      const settledForMs = waitedMs + settleMs;
      if (isEveryoneHere() || settledForMs >= longestSettleMs) step({ type: 'settled' });
      else settle(settledForMs);
    });
  }

  /** While two ways run: has anything come on the new one? */
  function look(): void {
    cancelLook();
    const crossing = crossingOf(state);
    if (crossing === null) return;
    cancelLook = clock.after(lookMs, () => void lookNow(ways[crossing.to].slot).then(look, look));
  }

  async function lookNow(slot: TransportSlot): Promise<void> {
    const asked = state;
    const keys = inbound.awaited();
    const here = await Promise.all(keys.map((key) => slot.hasArrived(...partsOf(key))));
    if (state !== asked) return;
    inbound.arrived(keys.filter((_, index) => here[index]));
    if (slot.isSending()) step({ type: 'published' });
    if (isEveryoneHere()) step({ type: 'everyone-here' });
  }

  function isEveryoneHere(): boolean {
    if (roster === null || page === null) return false;
    const crossed = inbound.crossed();
    return expectedOf(page.seat, ...roster, wants ?? []).every((key) => crossed.has(key));
  }

  function stop(): void {
    cancelLook();
    cancelDeadline();
    for (const kind of kinds) setMode(kind, 'closed');
    state = { phase: 'lobby' };
    acquainted = null;
    roster = null;
    server.forget();
    page = null;
  }

  return {
    start(next) {
      page = next;
      followRoute();
      setMode('mesh', 'sending');
    },
    stop,
    follow: (transport) => step({ type: 'room', transport }),
    mediaServer: server.hear,
    yourTurn: (epoch) => step({ type: 'turn', epoch }),
    publish(source, track) {
      local.set(source, track);
      for (const { mode, slot } of Object.values(ways)) {
        if (mode === 'sending') slot.publish(source, track);
      }
    },
    unpublish(source) {
      local.delete(source);
      for (const { slot } of Object.values(ways)) slot.unpublish(source);
    },
    setPeople(people, settings) {
      roster = [people, settings];
      tellPeople();
    },
    want(next) {
      wants = next;
      inbound.setWants(next);
      tellWants();
    },
    signal: (from, signal) => ways.mesh.slot.signal(from, signal),
    wanted: (from, theirs) => ways.mesh.slot.wanted(from, theirs),
    recover() {
      restate();
      for (const { slot } of Object.values(ways)) slot.recover();
    },
    async stats() {
      const crossing = crossingOf(state);
      const on = crossing?.to ?? (state.phase === 'resting' ? state.on : 'mesh');
      return ways[on].slot.stats();
    },
    /** A move strains every line for a moment, and says nothing about any of them. */
    lines: async () => (state.phase === 'resting' ? ways[state.on].slot.lines() : []),
    close() {
      stop();
      local.clear();
    },
  };
}
