import type { MeetingSettings, Participant, Source } from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';
import type { Clock, Log, Randomness } from '../ports.ts';
import { retryDelayMs } from '../room-line/backoff.ts';
import type { MeshInbox, Transport, TransportEvents } from './transport.ts';

/** Letters are for a mesh; who has no use for them has no box for them. */
type Running = Transport & Partial<MeshInbox>;
export type Starter = (events: TransportEvents) => Promise<Running>;

/**
 * The place a transport runs in. It remembers what the call asked for, so that whatever comes into it,
 * now or in mid-call, begins with all of that; the call need not know whether one is there yet.
 */
export interface TransportSlot extends Transport, MeshInbox {
  /** In place of the one that runs. */
  start(starter: Starter): void;
  /** The next one begins without people; what we send and want stays. */
  stop(): void;
  isRunning(): boolean;
}

export interface TransportSlotPorts {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly log: Log;
  readonly events: TransportEvents;
}

type Letter = (running: Running) => void;

type Occupant =
  | { readonly status: 'empty' }
  | { readonly status: 'starting'; readonly mail: Letter[] }
  | { readonly status: 'running'; readonly running: Running };

const empty: Occupant = { status: 'empty' };

export function createTransportSlot({ clock, random, log, events }: TransportSlotPorts) {
  const published = new Map<Source, MediaStreamTrack>();
  let roster: readonly [readonly Participant[], MeetingSettings] | undefined;
  let wants: readonly Want[] | undefined;
  let frugal = false;
  let occupant: Occupant = empty;
  /** Calls off whatever the present occupant has under way. */
  let vacate = (): void => {};

  function settle(running: Running, mail: readonly Letter[]): void {
    occupant = { status: 'running', running };
    if (frugal) running.setFrugal(true);
    // Tracks first: a link that is dialled with them needs no second thought.
    for (const [source, track] of published) running.publish(source, track);
    if (wants) running.want(wants);
    if (roster) running.setPeople(...roster);
    for (const deliver of mail) deliver(running);
  }

  function start(starter: Starter): void {
    clear();
    const mail: Letter[] = [];
    occupant = { status: 'starting', mail };
    let current = true;
    let cancelRetry = (): void => {};
    const attempt = async (count: number): Promise<void> => {
      const startedAt = clock.now();
      try {
        const running = await starter(whileCurrent(events, () => current));
        if (current) settle(running, mail);
        else running.close();
      } catch (error) {
        if (!current) return;
        log('transport-start-failed', { error: error instanceof Error ? error.name : 'unknown' });
        // An attempt that hung has been waiting enough.
        const pastMs = clock.now() - startedAt;
        const delayMs = Math.max(0, retryDelayMs(count, 0, random.fraction()) - pastMs);
        cancelRetry = clock.after(delayMs, () => void attempt(count + 1));
      }
    };
    vacate = () => {
      current = false;
      cancelRetry();
    };
    void attempt(1);
  }

  function clear(): void {
    vacate();
    if (occupant.status === 'running') occupant.running.close();
    occupant = empty;
  }

  function tell(say: Letter): void {
    if (occupant.status === 'running') say(occupant.running);
  }

  /** Letters, unlike wishes, cannot be asked for again: they wait for who is starting. */
  function deliver(say: Letter): void {
    if (occupant.status === 'starting') occupant.mail.push(say);
    else tell(say);
  }

  const slot: TransportSlot = {
    start,
    stop() {
      clear();
      roster = undefined;
    },
    publish(source, track) {
      if (published.get(source) === track) return;
      published.set(source, track);
      tell((running) => running.publish(source, track));
    },
    unpublish(source) {
      if (published.delete(source)) tell((running) => running.unpublish(source));
    },
    setPeople(people, settings) {
      roster = [people, settings];
      tell((running) => running.setPeople(people, settings));
    },
    want(next) {
      wants = next;
      tell((running) => running.want(next));
    },
    setFrugal(next) {
      if (next === frugal) return;
      frugal = next;
      tell((running) => running.setFrugal(next));
    },
    signal: (from, signal) => deliver((running) => running.signal?.(from, signal)),
    wanted: (from, theirs) => deliver((running) => running.wanted?.(from, theirs)),
    recover: () => tell((running) => running.recover()),
    isRunning: () => occupant.status === 'running',
    isSending: () => occupant.status === 'running' && occupant.running.isSending(),
    hasArrived: async (seat, source) =>
      occupant.status === 'running' && occupant.running.hasArrived(seat, source),
    stats: async () => (occupant.status === 'running' ? occupant.running.stats() : []),
    lines: async () => (occupant.status === 'running' ? occupant.running.lines() : []),
    close() {
      clear();
      published.clear();
    },
  };
  return slot;
}

/** A transport that has been replaced may still have something to say. */
function whileCurrent(events: TransportEvents, isCurrent: () => boolean): TransportEvents {
  return {
    track: (...news) => isCurrent() && events.track(...news),
    path: (...news) => isCurrent() && events.path(...news),
    loudness: (...news) => isCurrent() && events.loudness(...news),
  };
}
