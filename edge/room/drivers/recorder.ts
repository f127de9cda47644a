import { type Log, reasonOf } from '../../log.ts';
import { recorderPath } from '../../protocol/recording.ts';
import { type Egress, isAnswer, refusalOf } from '../../recording/egress.ts';
import { hashOf } from '../../recording/links.ts';
import type { Book } from '../../recording/recording-writer.ts';
import type { Random } from '../../secrets/random.ts';
import type { RoomCore } from '../core.ts';
import { objectNameOf, type Recording, type Take, takeOf } from '../recording-state.ts';
import type { Draft } from '../rules/draft.ts';
import { noteCheck } from '../rules/recording/recorded-page.ts';
import {
  beginTake,
  checkIntervalMs,
  type EgressReport,
  hear,
  laidOut,
  lostReport,
  restUntil,
  takeAnswered,
  takeRefused,
  takeStopped,
  unanswered,
} from '../rules/recording/takes.ts';
import { clusterAhead } from '../state/transport.ts';
import { Finishing, type FinishingPorts, findIn } from './finish-recordings.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** After that a recorder that does not answer is left to the leftovers: nobody in the call waits for it. */
const stopTries = 3;
const safetyMs = 30_000;

export interface RecorderPorts extends FinishingPorts {
  readonly book: Book;
  readonly origin: string;
  readonly random: Random;
  readonly log: Log;
  core(): RoomCore | undefined;
  egressOf(cluster: string): Egress | undefined;
  now(): number;
  /** Keeps the object awake until then. */
  waitUntil(work: Promise<void>): void;
  /** There is something to do at this time. */
  wakeAt(deadline: number): void;
}

/**
 * Has recorders do what the room's rules want, one thing after the other, and compares what they say with what is
 * known. What it does next follows from what is stored, so that it goes on after a restart wherever it was.
 */
export class RoomRecorder {
  readonly #ports: RecorderPorts;
  readonly #finishing: Finishing;
  #working: Promise<void> | undefined;
  /** When work that is cut short is taken up again. */
  #safeAt = 0;
  #again = false;

  constructor(ports: RecorderPorts) {
    this.#ports = ports;
    this.#finishing = new Finishing(ports);
  }

  get nextAt(): number | undefined {
    if (this.#working !== undefined) return this.#safeAt;
    const times = [this.#recording?.dueAt, this.#ports.leftovers.firstDue()];
    const known = times.filter((at) => at !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  get #recording(): Recording | undefined {
    const core = this.#ports.core();
    return core === undefined || core.hasEnded ? undefined : (core.meeting.recording ?? undefined);
  }

  /** Does what is due. */
  work(): void {
    const { now, wakeAt } = this.#ports;
    if (this.#working !== undefined) {
      this.#again = true;
      this.#safeAt = now() + safetyMs;
      wakeAt(this.#safeAt);
      return;
    }
    const { nextAt } = this;
    if (nextAt === undefined) return;
    // Should this be cut short, by a crash in the worst moment, it is taken up again.
    this.#safeAt = now() + safetyMs;
    if (nextAt <= now()) wakeAt(this.#safeAt);
    // Not before this turn is over: what a change asks for is done when the change is.
    this.#working = Promise.resolve()
      .then(() => this.#workOff())
      .finally(() => {
        this.#working = undefined;
        const { nextAt } = this;
        if (nextAt !== undefined) wakeAt(nextAt);
      });
    this.#ports.waitUntil(this.#working);
  }

  async #workOff(): Promise<void> {
    do {
      this.#again = false;
      await this.#workOnCall();
      await this.#finishing.work();
    } while (this.#again);
  }

  async #workOnCall(): Promise<void> {
    const { now, log } = this.#ports;
    for (;;) {
      const recording = this.#recording;
      if (recording === undefined || recording.dueAt > now()) return;
      try {
        await this.#advance(recording);
      } catch (error) {
        log.event('recording.failed', { phase: recording.phase, reason: reasonOf(error) });
        const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** recording.tries);
        this.#change((draft) => unanswered(draft, now() + pauseMs));
      }
    }
  }

  async #advance(recording: Recording): Promise<void> {
    const take = takeOf(recording);
    switch (recording.phase) {
      // Its browser takes a while to be there, in which the call comes along.
      case 'moving':
      case 'starting':
      case 'interrupted':
        if (take === undefined || take.phase === 'over' || take.failure !== null) {
          return this.#start(recording);
        }
        return this.#check(take);
      case 'on':
        if (take !== undefined && take.layout !== recording.layout) {
          return this.#layOut(recording, take);
        }
        return take && this.#check(take);
      case 'stopping':
        return this.#stop(recording, take);
    }
  }

  async #start(recording: Recording): Promise<void> {
    const { core, book, random, origin, now, log } = this.#ports;
    const { transport } = core()?.meeting ?? {};
    const cluster = transport ? clusterAhead(transport) : null;
    if (cluster === null) {
      return this.#change((draft) => restUntil(draft, now() + firstRetryMs));
    }
    const ticket = random.secret();
    const ghost = { seat: random.seatId(), ticketHash: hashOf(ticket) };
    const take = this.#change((draft) => beginTake(draft, cluster, ghost));
    const begun = this.#recording;
    if (take == null || begun === undefined) return;
    const egress = this.#ports.egressOf(take.cluster);
    let isAsking = false;
    await this.#stopBroken(recording);
    try {
      if (egress === undefined) throw new Error('The cluster is not configured any more.');
      await book.begin(this.#ports.address(), begun);
      isAsking = true;
      const { layout, height } = recording;
      const page = new URL(recorderPath, origin);
      page.searchParams.set('room', this.#ports.address().home);
      page.searchParams.set('ticket', ticket);
      const report = await egress.start({
        room: this.#ports.address().room,
        name: objectNameOf(this.#ports.address().room, take),
        pageUrl: page.href,
        ...{ layout, height },
      });
      log.event('recording.asked', { egress: report.egress, part: take.number });
      this.#change((draft) => takeAnswered(draft, take.askedAt, report.egress));
    } catch (error) {
      const why = isAsking ? refusalOf(error) : 'failed';
      log.event('recording.refused', { why, reason: reasonOf(error) });
      // It may have been taken, and only the answer been lost.
      const isUnclear = isAsking && !isAnswer(error);
      const report = isUnclear && egress && (await this.#find(egress, take).catch(() => null));
      this.#change((draft) => {
        if (report) hear(draft, take.askedAt, report);
        else takeRefused(draft, take.askedAt, why);
      });
    }
  }

  /** Whoever has been given up on may be at work somewhere still, and takes a place. */
  async #stopBroken({ takes }: Recording): Promise<void> {
    for (const { egress, cluster, phase, failure } of takes) {
      if (egress === null || phase === 'over' || failure === null) continue;
      await this.#ports
        .egressOf(cluster)
        ?.stop(egress)
        .catch(() => undefined);
    }
  }

  /** What egress says, in case a webhook was lost; and what became of a question that a restart cut short. */
  async #check(take: Take): Promise<void> {
    const { now } = this.#ports;
    const egress = this.#ports.egressOf(take.cluster);
    const report = egress && (await this.#find(egress, take));
    this.#change((draft) => {
      restUntil(draft, now() + checkIntervalMs);
      if (report) hear(draft, take.askedAt, report);
      else if (take.egress === null) takeRefused(draft, take.askedAt, 'failed');
      else hear(draft, take.askedAt, lostReport(take.egress));
      noteCheck(draft, take);
    });
  }

  #find(egress: Egress, take: Take): Promise<EgressReport | null> {
    return findIn(egress, this.#ports.address().room, take);
  }

  async #layOut({ layout }: Recording, take: Take): Promise<void> {
    const { log } = this.#ports;
    try {
      if (take.egress !== null) {
        await this.#ports.egressOf(take.cluster)?.layOut(take.egress, layout);
      }
    } catch (error) {
      // The page hears of it from its room as well.
      log.event('recording.not-laid-out', { reason: reasonOf(error) });
    }
    this.#change((draft) => {
      laidOut(draft, take.askedAt, layout);
      restUntil(draft, draft.now + checkIntervalMs);
    });
  }

  async #stop(recording: Recording, take: Take | undefined): Promise<void> {
    if (take === undefined || take.phase === 'over') return this.#change(takeStopped);
    const egress = this.#ports.egressOf(take.cluster);
    try {
      const id = take.egress ?? (egress && (await this.#find(egress, take)))?.egress;
      if (id !== undefined) {
        this.#change((draft) => takeAnswered(draft, take.askedAt, id));
        await egress?.stop(id);
      }
    } catch (error) {
      if (recording.tries < stopTries) throw error;
    }
    this.#change(takeStopped);
  }

  /** The meeting may have ended while a recorder was asked. */
  #change<T>(rule: (draft: Draft) => T): T | undefined {
    const core = this.#ports.core();
    return core === undefined || core.hasEnded ? undefined : core.change(rule);
  }

  /** A webhook. */
  hear(report: EgressReport): void {
    const { room } = this.#ports.address();
    const take = this.#recording?.takes.find(
      (each) => each.egress === report.egress || objectNameOf(room, each) === report.name,
    );
    if (take !== undefined) this.#change((draft) => hear(draft, take.askedAt, report));
    this.#finishing.hear(report);
    this.work();
  }
}
