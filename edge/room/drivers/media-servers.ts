import { type Log, reasonOf } from '../../log.ts';
import { type Cluster, type Loads, rankClusters } from '../../media/clusters.ts';
import { isUnreachable, type MediaAdmin } from '../../media/media-admin.ts';
import { mintToken } from '../../media/tokens.ts';
import type { SeatId } from '../../protocol/ids.ts';
import type { Source } from '../../protocol/people.ts';
import type { MediaServer } from '../../protocol/room-messages.ts';
import type { Chore } from '../rules/draft.ts';
import { roomOutlivesCallMs, sourcesOf } from '../rules/media-rights.ts';
import type { Meeting, MemberSeat } from '../state/meeting.ts';
import type { ChoreStore, DueChore } from '../storage/chore-store.ts';

/** A cluster that did not answer is not asked again at once: everybody who joins would wait for it. */
const unreachableMs = 1_000;
/** How long an answer holds for whoever asks the same; and so how often one room can make the edge ask. */
const answerHoldsMs = 1_000;
/** A call that is on a cluster leaves it for one that is dead, not for one answer that was lost or late. */
const secondAskSeconds = 1;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** Without anybody in the call; while there is, whoever was removed from it must not stay there. */
const maxTries = 6;

/** Somebody has come to a media server. */
export interface Arrival {
  readonly cluster: string;
  readonly seat: SeatId;
  /** What it lets them send; null when it has not said. */
  readonly granted: readonly Source[] | null;
}

interface Search {
  readonly cluster: string;
  readonly found: Promise<string | null>;
  /** When it was over; null while it is on. */
  endedAt: number | null;
}

export interface MediaPorts {
  readonly clusters: readonly Cluster[];
  /** The Durable Object that the media server's messages are for. */
  readonly home: string;
  readonly chores: ChoreStore;
  readonly log: Log;
  adminOf(cluster: Cluster, timeoutSeconds?: number): MediaAdmin;
  /** How full clusters are, as far as that is known. */
  loads(): Promise<Loads>;
  now(): number;
  /** The member's seat with the settings that hold for it, or undefined when nobody in the call has it. */
  standingOf(seat: SeatId): { readonly seat: MemberSeat; readonly meeting: Meeting } | undefined;
  /** Whether anybody is in the call. */
  hasPeople(): boolean;
  /** Whether the call is there, or on its way to or from there. */
  isOn(cluster: string): boolean;
  /** Keeps the object awake until then. */
  waitUntil(work: Promise<void>): void;
  choreWaits(): void;
}

/**
 * The media servers as one room sees them: where to go, who is let in, and what they must be told. `room` is the
 * meeting's public id, its name there.
 */
export class RoomMedia {
  readonly #ports: MediaPorts;
  readonly #unreachableSince = new Map<string, number>();
  #opening: Promise<string | null> | undefined;
  #search: Search | undefined;
  #working: Promise<void> | undefined;
  #closing: { readonly cluster: string; readonly over: Promise<void> } | undefined;

  constructor(ports: MediaPorts) {
    this.#ports = ports;
  }

  get isConfigured(): boolean {
    return this.#ports.clusters.length > 0;
  }

  /** Opens this meeting's room on the first cluster that answers; null when none does. */
  open(room: string, region: string | null): Promise<string | null> {
    this.#opening ??= this.#openSomewhere(room, region).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Where a call that is on `cluster` can go on: there if it answers, else at the next that does. */
  seek(room: string, region: string | null, cluster: string): Promise<string | null> {
    const last = this.#search;
    if (last?.cluster === cluster && this.#holds(last)) return last.found;
    const found = this.#openFirst(room, region, cluster);
    const search: Search = { cluster, found, endedAt: null };
    this.#search = search;
    void found.finally(() => {
      search.endedAt = this.#ports.now();
    });
    this.#ports.waitUntil(found.then(() => undefined));
    return found;
  }

  #holds({ endedAt }: Search): boolean {
    return endedAt === null || this.#ports.now() < endedAt + answerHoldsMs;
  }

  async #openFirst(room: string, region: string | null, cluster: string): Promise<string | null> {
    const ranked = await this.#rank(room, region);
    const present = ranked.find(({ name }) => name === cluster);
    if (present !== undefined && (await this.#isThere(present, room))) return cluster;
    for (const each of ranked) {
      if (each !== present && (await this.#openAt(each, room))) return each.name;
    }
    return null;
  }

  async #isThere(cluster: Cluster, room: string): Promise<boolean> {
    return (
      (await this.#openAt(cluster, room)) || (await this.#openAt(cluster, room, secondAskSeconds))
    );
  }

  async #rank(room: string, region: string | null): Promise<Cluster[]> {
    const { clusters, loads } = this.#ports;
    // With nothing to choose from, nobody waits for the database.
    return clusters.length < 2
      ? [...clusters]
      : rankClusters(room, clusters, region, await loads());
  }

  async #openSomewhere(room: string, region: string | null): Promise<string | null> {
    const { now } = this.#ports;
    for (const cluster of await this.#rank(room, region)) {
      const failedAt = this.#unreachableSince.get(cluster.name);
      if (failedAt !== undefined && now() - failedAt < unreachableMs) continue;
      if (await this.#openAt(cluster, room)) return cluster.name;
    }
    return null;
  }

  async #openAt(cluster: Cluster, room: string, timeoutSeconds?: number): Promise<boolean> {
    const { home, adminOf, now, log, chores } = this.#ports;
    chores.putOffClosing(cluster.name, now() + roomOutlivesCallMs);
    if (this.#closing?.cluster === cluster.name) await this.#closing.over;
    try {
      await adminOf(cluster, timeoutSeconds).openRoom(room, home);
      this.#unreachableSince.delete(cluster.name);
      return true;
    } catch (error) {
      this.#unreachableSince.set(cluster.name, now());
      log.event('media.unreachable', { cluster: cluster.name, reason: reasonOf(error) });
      return false;
    }
  }

  /** What lets a member in; undefined in a mesh, and when the cluster is no longer configured. */
  serverFor(
    room: string,
    seat: MemberSeat,
    { transport, settings }: Meeting,
  ): MediaServer | undefined {
    const { clusters, now } = this.#ports;
    if (transport.kind === 'mesh') return undefined;
    const cluster = clusters.find(({ name }) => name === transport.cluster);
    if (cluster === undefined) return undefined;
    const pass = { room, identity: seat.id, name: seat.name, sources: sourcesOf(seat, settings) };
    return {
      epoch: transport.epoch,
      url: cluster.url,
      token: mintToken(cluster, pass, now()),
    };
  }

  /** Only members stay there, with what they may do now: a token may be older than what was taken from them. */
  receive(room: string, { cluster, seat: subject, granted }: Arrival): void {
    const standing = this.#ports.standingOf(subject);
    if (standing === undefined) this.#ports.log.event('media.stranger', { cluster });
    else {
      const { seat, meeting } = standing;
      if (String(sourcesOf(seat, meeting.settings)) === String(granted)) return;
    }
    this.take(room, [{ cluster, subject }]);
  }

  /** Chores are stored before anything is tried: whoever lost a right loses it there, if it takes a while. */
  take(room: string, chores: readonly Chore[]): void {
    if (chores.length === 0) return;
    this.#ports.chores.add(room, chores, this.#ports.now());
    this.work();
  }

  /** When there is something to do again; while it is being done, nobody needs to wake up for it. */
  get nextChoreAt(): number | undefined {
    return this.#working === undefined ? this.#ports.chores.firstDue() : undefined;
  }

  /** Does what is due, one after the other. */
  work(): void {
    this.#working ??= this.#workOff().finally(() => {
      this.#working = undefined;
    });
    this.#ports.waitUntil(this.#working);
  }

  async #workOff(): Promise<void> {
    const { chores, now, choreWaits } = this.#ports;
    for (;;) {
      const chore = chores.due(now());
      if (chore === undefined) break;
      await this.#do(chore);
    }
    if (chores.firstDue() !== undefined) choreWaits();
  }

  async #do(chore: DueChore): Promise<void> {
    const { chores, log, now, hasPeople } = this.#ports;
    const { cluster, tries } = chore;
    try {
      await this.#tell(chore);
      chores.finish(chore);
    } catch (error) {
      log.event('media.failed', { cluster, tries: tries + 1, reason: reasonOf(error) });
      const dueAt = now() + Math.min(longestRetryMs, firstRetryMs * 4 ** tries);
      if (isUnreachable(error)) chores.postponeAllAt(cluster, dueAt);
      else chores.postpone(chore, dueAt);
      if (!hasPeople()) chores.drop(maxTries);
    }
  }

  /** What holds when it is done is what counts, not what held when it came up. */
  async #tell({ cluster: name, room, subject }: DueChore): Promise<void> {
    const { clusters, adminOf, standingOf } = this.#ports;
    const cluster = clusters.find((each) => each.name === name);
    if (cluster === undefined) return;
    const admin = adminOf(cluster);
    if (subject === 'room') return this.#close(name, room, admin);
    const standing = standingOf(subject);
    if (standing === undefined) return admin.expel(room, subject);
    const { seat, meeting } = standing;
    return admin.permit(room, subject, sourcesOf(seat, meeting.settings));
  }

  async #close(cluster: string, room: string, admin: MediaAdmin): Promise<void> {
    if (this.#ports.isOn(cluster)) return;
    const closed = admin.closeRoom(room);
    // Whoever opens it again waits for this, so that what they have opened stays.
    const over = closed.catch(() => undefined);
    this.#closing = { cluster, over };
    await closed.finally(() => {
      this.#closing = undefined;
    });
  }
}
