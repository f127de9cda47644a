import type { Env } from '../../env.ts';
import { type Log, reasonOf } from '../../log.ts';
import type { Cluster } from '../../media/clusters.ts';
import type { RoomHome } from '../../protocol/recording.ts';
import type { MeetingRecordings, RecordingAddress } from '../../protocol/recordings-rest.ts';
import { createEgress, type Egress } from '../../recording/egress.ts';
import { type Holder, pathFor } from '../../recording/links.ts';
import { createObjects } from '../../recording/objects.ts';
import { Book } from '../../recording/recording-writer.ts';
import {
  hasLiveView,
  type RecordingSettings,
  readRecordingSettings,
} from '../../recording/settings.ts';
import type { Random } from '../../secrets/random.ts';
import type { RoomCore } from '../core.ts';
import { type Recording, recordingIdOf } from '../recording-state.ts';
import type { Draft } from '../rules/draft.ts';
import type { EgressReport } from '../rules/recording/takes.ts';
import type { Sockets } from '../sockets/sockets.ts';
import type { MemberSeat } from '../state/meeting.ts';
import type { RecordingStore } from '../storage/leftover-store.ts';
import { RoomRecorder } from './recorder.ts';
import { RecordingNews } from './recording-links.ts';

export interface RecordingDeskPorts {
  readonly env: Env;
  readonly clusters: readonly Cluster[];
  /** The meeting's public id. */
  readonly room: string;
  readonly home: RoomHome;
  readonly leftovers: RecordingStore;
  readonly sockets: Sockets;
  readonly random: Random;
  readonly log: Log;
  core(): RoomCore | undefined;
  now(): number;
  waitUntil(work: Promise<void>): void;
  wakeAt(deadline: number): void;
}

/** All that a room has to do with recording, beside its rules; null where nothing can be recorded. */
export function openRecordingDesk(ports: RecordingDeskPorts): RecordingDesk | null {
  try {
    const settings = readRecordingSettings(ports.env);
    return settings && new RecordingDesk(ports, settings);
  } catch (error) {
    // Calls need none of it.
    ports.log.event('recording.misconfigured', { reason: reasonOf(error) });
    return null;
  }
}

export class RecordingDesk {
  readonly #ports: RecordingDeskPorts;
  readonly #news: RecordingNews;
  readonly #recorder: RoomRecorder;
  readonly #book: Book;
  readonly #settings: RecordingSettings;
  readonly #egress = new Map<string, Egress>();

  constructor(ports: RecordingDeskPorts, settings: RecordingSettings) {
    this.#ports = ports;
    const { env, clusters, room, home } = ports;
    this.#news = new RecordingNews({ ...ports, settings });
    const egressOf = (name: string) => {
      const cluster = clusters.find((each) => each.name === name);
      if (cluster === undefined) return undefined;
      const egress = this.#egress.get(name) ?? createEgress(cluster, settings);
      this.#egress.set(name, egress);
      return egress;
    };
    this.#book = new Book(env.DB, settings);
    this.#settings = settings;
    this.#recorder = new RoomRecorder({
      ...ports,
      book: this.#book,
      objects: createObjects(settings),
      origin: settings.HOLLER_ORIGIN,
      address: () => ({ room, home }),
      egressOf,
      notify: async (recording, holders) => {
        await env.NOTICES.sendBatch(holders.map((holder) => ({ body: { recording, holder } })));
      },
      tellRecipients: (recording, about) => this.#news.tellRecipients(recording, about),
    });
  }

  get nextAt(): number | undefined {
    return this.#recorder.nextAt;
  }

  /** Beside what a change stores: recordings that the call has let go of. */
  keep(finished: readonly Recording[]): void {
    const { leftovers, room, now } = this.#ports;
    for (const recording of finished) {
      const state = { isStored: false, isKept: false, since: now(), tries: 0, dueAt: now() };
      leftovers.save({ recording, room, ...state });
    }
  }

  /** The meeting is over. */
  abandon(recording: Recording): void {
    if (!recording.isBooked) return;
    this.keep([recording]);
    if (recording.since !== null) this.#news.tellRecipients(recording, 'processing');
  }

  follow(draft: Draft): void {
    const { room, waitUntil } = this.#ports;
    const { recording } = draft.meeting;
    const known = draft.before.meeting.recording?.recipients.length ?? 0;
    // Their links must lead somewhere from the moment they are told.
    if (recording?.isBooked && recording.recipients.length > known) {
      waitUntil(this.#book.noteRecipients(room, recording));
    }
    this.#news.follow(draft);
    this.work();
  }

  catchUp(seat: MemberSeat): void {
    this.#news.catchUp(seat);
  }

  /** Of one of those who pressed, by their place, or of the host. */
  addressFor(recording: Recording, holder: Holder): RecordingAddress {
    const id = recordingIdOf(this.#ports.room, recording);
    return { recording: id, path: pathFor(this.#settings, id, holder) };
  }

  /** Those who were added to what runs already find it at once. */
  noteRecipients(recording: Recording): Promise<void> {
    return this.#book.noteRecipients(this.#ports.room, recording);
  }

  /** For hosts: with the owners' links. */
  async list(): Promise<MeetingRecordings> {
    const { room } = this.#ports;
    const core = this.#ports.core();
    const current = core === undefined || core.hasEnded ? null : core.meeting.recording;
    const currentId = current && recordingIdOf(room, current);
    const records = await this.#book.ofMeeting(room);
    const recordings = records.map(({ id, durationMs, ...record }) => {
      const isCurrent = id === currentId;
      const isLive = isCurrent && hasLiveView(this.#settings);
      return {
        recording: id,
        ...record,
        durationMs: durationMs ?? 0,
        phase: isCurrent ? (current?.phase ?? null) : null,
        path: pathFor(this.#settings, id, 'host'),
        livePath: isLive ? pathFor(this.#settings, id, 'live') : null,
      };
    });
    return { recordings };
  }

  hear(report: EgressReport): void {
    this.#recorder.hear(report);
  }

  work(): void {
    this.#recorder.work();
  }
}
