import type { SeatId } from '../../protocol/ids.ts';
import type { RecordingLink } from '../../protocol/recording.ts';
import { type Holder, pathFor } from '../../recording/links.ts';
import { hasLiveView, type RecordingSettings } from '../../recording/settings.ts';
import type { RoomCore } from '../core.ts';
import { mayDirect, type Recording, recordingIdOf } from '../recording-state.ts';
import type { Draft } from '../rules/draft.ts';
import type { Sockets } from '../sockets/sockets.ts';
import { type MemberSeat, membersOf } from '../state/meeting.ts';
import type { RecordingStore } from '../storage/leftover-store.ts';

export interface RecordingNewsPorts {
  readonly settings: RecordingSettings;
  /** The meeting's public id. */
  readonly room: string;
  readonly sockets: Sockets;
  readonly leftovers: RecordingStore;
  core(): RoomCore | undefined;
}

/** Links to recordings, to those in the call whom they are meant for. They are stored nowhere. */
export class RecordingNews {
  readonly #ports: RecordingNewsPorts;

  constructor(ports: RecordingNewsPorts) {
    this.#ports = ports;
  }

  /** What a change makes worth telling. */
  follow({ before, meeting, seats }: Draft): void {
    const { recording } = meeting;
    if (recording?.since == null) return;
    const hasBegun = before.meeting.recording?.since == null;
    const known = before.meeting.recording?.recipients.length ?? 0;
    for (const seat of membersOf(seats.values())) {
      if (hasBegun) this.#tellLive(seat, recording);
      // Now, and not when it is over: by then they may have left, with their browser or without.
      const isNews = hasBegun || placeOf(recording.recipients, seat.id) >= known;
      if (isNews) this.#tellHolder(seat, recording, 'recording');
    }
  }

  tellRecipients(recording: Recording, about: RecordingLink['about']): void {
    for (const seat of this.#ports.core()?.members ?? []) this.#tellHolder(seat, recording, about);
  }

  /** Sends a member who has just connected, or connected again, the links that were sent while they were not. */
  catchUp(seat: MemberSeat): void {
    const { core, leftovers } = this.#ports;
    const recording = core()?.meeting.recording;
    if (recording?.since != null) {
      this.#tellLive(seat, recording);
      this.#tellHolder(seat, recording, 'recording');
    }
    for (const { recording: past, isStored, isKept } of leftovers.all()) {
      if (past.since === null && !isKept) continue;
      const about = !isStored ? 'processing' : isKept ? 'ready' : 'failed';
      this.#tellHolder(seat, past, about);
    }
  }

  #tellLive(seat: MemberSeat, recording: Recording): void {
    if (!hasLiveView(this.#ports.settings) || !mayDirect(seat, recording)) return;
    this.#tell(seat, { recording, about: 'live', holder: 'live' });
  }

  #tellHolder(seat: MemberSeat, recording: Recording, about: RecordingLink['about']): void {
    const holder = holderOf(recording, seat);
    if (holder !== null) this.#tell(seat, { recording, about, holder });
  }

  #tell(seat: Pick<MemberSeat, 'page'>, link: Link): void {
    const { settings, room, sockets } = this.#ports;
    const recording = recordingIdOf(room, link.recording);
    const { about, holder } = link;
    const path = pathFor(settings, recording, holder);
    const share = about !== 'live' && { sharePath: pathFor(settings, recording, 'view') };
    sockets.tell(seat.page.peer, {
      type: 'recording-link',
      link: { recording, about, path, ...share },
    });
  }
}

interface Link {
  readonly recording: Recording;
  readonly about: RecordingLink['about'];
  readonly holder: Holder;
}

/** The link that this member may have: their own when they pressed Record, else the host's when they are the host. */
function holderOf({ recipients }: Recording, seat: MemberSeat): Holder | null {
  const place = placeOf(recipients, seat.id);
  if (place !== -1) return place;
  return seat.role === 'host' ? 'host' : null;
}

function placeOf(recipients: Recording['recipients'], id: SeatId): number {
  return recipients.findIndex(({ seat }) => seat === id);
}
