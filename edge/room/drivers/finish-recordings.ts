import { type Log, reasonOf } from '../../log.ts';
import type { RecordingLink } from '../../protocol/recording.ts';
import type { Egress } from '../../recording/egress.ts';
import { readFilmLength } from '../../recording/film-length.ts';
import { fileOf, type Objects, playlistOf } from '../../recording/objects.ts';
import type { Book, Part, RoomAddress } from '../../recording/recording-writer.ts';
import type { RoomCore } from '../core.ts';
import { objectNameOf, type Recording, recordingIdOf, type Take } from '../recording-state.ts';
import type { EgressReport } from '../rules/recording/takes.ts';
import type { Leftover, RecordingStore } from '../storage/leftover-store.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** A recorder that nobody knows any more, or that never answers: by then its own patience is over. */
const lostAfterMs = 2 * 3_600_000;
const unknownAfterMs = 30_000;
/** LiveKit calls a recorder that has died active for good, and says of it only that it does not answer. */
const unansweredAfterMs = 10 * 60_000;
/** A queue that has lost a notice is given another; each mail is sent once, whatever is in the queue. */
const repeatNoticesMs = 2 * 60_000;
/** Who comes back to the call until then is shown the link. */
const rememberedMs = 3_600_000;

export interface FinishingPorts {
  readonly book: Book;
  readonly objects: Objects;
  readonly leftovers: RecordingStore;
  readonly log: Log;
  core(): RoomCore | undefined;
  address(): RoomAddress;
  egressOf(cluster: string): Egress | undefined;
  notify(recording: string, holders: readonly string[]): Promise<void>;
  /** To those who pressed and are in the call. */
  tellRecipients(recording: Recording, about: RecordingLink['about']): void;
  now(): number;
}

/** Sees recordings through that the call has let go of: until all is stored, written down and told. */
export class Finishing {
  readonly #ports: FinishingPorts;

  constructor(ports: FinishingPorts) {
    this.#ports = ports;
  }

  async work(): Promise<void> {
    const { leftovers, now, log } = this.#ports;
    for (const leftover of leftovers.all()) {
      if (leftover.dueAt > now()) continue;
      try {
        await this.#advance(leftover);
      } catch (error) {
        log.event('recording.waits', { tries: leftover.tries + 1, reason: reasonOf(error) });
        this.#later(this.#current(leftover));
      }
    }
  }

  /** As it is now: a webhook may have changed it meanwhile. */
  #current(leftover: Leftover): Leftover {
    const { askedAt } = leftover.recording;
    return (
      this.#ports.leftovers.all().find(({ recording }) => recording.askedAt === askedAt) ?? leftover
    );
  }

  #later(leftover: Leftover): void {
    const { leftovers, now } = this.#ports;
    const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** leftover.tries);
    leftovers.save({ ...leftover, tries: leftover.tries + 1, dueAt: now() + pauseMs });
  }

  async #advance(leftover: Leftover): Promise<void> {
    if (leftover.isStored) return this.#repeatNotices(leftover);
    const { book, now, leftovers } = this.#ports;
    await book.strike(leftover.room, leftover.recording);
    if (leftover.recording.takes.length === 0) return leftovers.remove(leftover.recording);
    await book.process(this.#addressOf(leftover), leftover.recording);
    // Not before their links lead anywhere.
    const wasOn = leftover.recording.since !== null;
    if (wasOn && leftover.tries === 0) this.#ports.tellRecipients(leftover.recording, 'processing');
    for (const take of leftover.recording.takes) {
      if (take.phase !== 'over') await this.#ask(leftover, take);
    }
    const asked = this.#current(leftover);
    const isOver = asked.recording.takes.every(({ phase }) => phase === 'over');
    if (!isOver) return this.#later(asked);
    const parts = await this.#partsOf(asked);
    const isNews = await book.finish(asked.room, asked.recording, parts, now());
    const isKept = parts.some(({ kind }) => kind !== null);
    leftovers.save({ ...asked, isStored: true, isKept, tries: 0, dueAt: now() + repeatNoticesMs });
    this.#ports.log.event('recording.finished', { parts: parts.length, isKept });
    if (isNews && (wasOn || isKept))
      this.#ports.tellRecipients(asked.recording, isKept ? 'ready' : 'failed');
    await this.#notify(asked);
  }

  #addressOf({ room }: Leftover): RoomAddress {
    return { room, home: this.#ports.address().home };
  }

  async #ask(leftover: Leftover, take: Take): Promise<void> {
    const { now, egressOf } = this.#ports;
    const egress = egressOf(take.cluster);
    const waitedMs = now() - leftover.since;
    const report = egress && (await findIn(egress, leftover.room, take));
    if (report?.phase === 'over') return this.hear(report);
    const isStopped = report && (report.phase === 'ending' || (await this.#stop(egress, report)));
    const patienceMs = !report ? unknownAfterMs : isStopped ? lostAfterMs : unansweredAfterMs;
    if (waitedMs > patienceMs) this.#giveUp(leftover, take);
  }

  async #stop(egress: Egress, report: EgressReport): Promise<boolean> {
    try {
      await egress.stop(report.egress);
      return true;
    } catch (error) {
      this.#ports.log.event('recording.not-stopped', { reason: reasonOf(error) });
      return false;
    }
  }

  #giveUp(leftover: Leftover, take: Take): void {
    this.#setTake(leftover, take, { phase: 'over', failure: 'It was never heard of again.' });
  }

  hear(report: EgressReport): void {
    if (report.phase !== 'over') return;
    for (const leftover of this.#ports.leftovers.all()) {
      const take = leftover.recording.takes.find(
        (each) =>
          each.egress === report.egress || objectNameOf(leftover.room, each) === report.name,
      );
      if (take === undefined || take.phase === 'over') continue;
      const { egress, durationMs, failure, startedAt } = report;
      this.#setTake(leftover, take, {
        ...{ phase: 'over', egress, durationMs },
        failure: failure ?? take.failure,
        startedAt: take.startedAt ?? startedAt,
      });
    }
  }

  #setTake(leftover: Leftover, take: Take, change: Partial<Take>): void {
    const now = this.#current(leftover);
    const takes = now.recording.takes.map((each) =>
      each.askedAt === take.askedAt ? { ...each, ...change } : each,
    );
    this.#ports.leftovers.save({
      ...now,
      recording: { ...now.recording, takes },
      dueAt: this.#ports.now(),
    });
  }

  /** What is in the storage counts, whatever anybody has said. */
  #partsOf({ room, recording }: Leftover): Promise<Part[]> {
    const { objects } = this.#ports;
    return Promise.all(
      recording.takes.map(async (take) => {
        const name = objectNameOf(room, take);
        const bytes = await objects.size(fileOf(name));
        const playlist = bytes === null ? await objects.text(playlistOf(name)) : null;
        const filmMs = bytes === null ? null : await readFilmLength(fileOf(name), objects);
        return {
          number: take.number,
          name,
          kind: bytes !== null ? 'mp4' : playlist !== null ? 'hls' : null,
          startedAt: take.startedAt ?? take.askedAt,
          durationMs: playlist === null ? (filmMs ?? take.durationMs) : lengthOf(playlist),
          bytes: bytes ?? 0,
        };
      }),
    );
  }

  async #notify({ room, recording }: Leftover): Promise<void> {
    const { book, notify, now } = this.#ports;
    const id = recordingIdOf(room, recording);
    const holders = await book.unmailed(id, now());
    if (holders.length === 0) return;
    await book.noteQueued(id, holders, now() + repeatNoticesMs);
    await notify(id, holders);
  }

  async #repeatNotices(leftover: Leftover): Promise<void> {
    const { book, leftovers, now } = this.#ports;
    const id = recordingIdOf(leftover.room, leftover.recording);
    const isWaitedFor = await book.isWaitedFor(id);
    const forgottenAt = leftover.since + rememberedMs;
    if (!isWaitedFor && now() >= forgottenAt) return leftovers.remove(leftover.recording);
    if (isWaitedFor) await this.#notify(leftover);
    leftovers.save({ ...leftover, dueAt: isWaitedFor ? now() + repeatNoticesMs : forgottenAt });
  }
}

/** What a recorder that was killed cannot say any more. */
function lengthOf(playlist: string): number {
  const seconds = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, text]) => Number(text));
  return Math.round(seconds.reduce((sum, each) => sum + each, 0) * 1_000);
}

/** Null when nobody knows it; one whose answer was lost is known by its object. */
export async function findIn(
  egress: Egress,
  room: string,
  take: Take,
): Promise<EgressReport | null> {
  if (take.egress !== null) return egress.find(take.egress);
  const reports = await egress.listRoom(room);
  return reports.find(({ name }) => name === objectNameOf(room, take)) ?? null;
}
