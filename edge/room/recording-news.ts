import type { SeatId } from '../protocol/ids.ts';
import type { RecordingLink } from '../protocol/recording.ts';
import { type Holder, pathFor } from '../recording/links.ts';
import { hasLiveView, type RecordingSettings } from '../recording/settings.ts';
import type { RoomCore } from './core.ts';
import type { Draft } from './draft.ts';
import { mayDirect, type Recording, recordingIdOf } from './recording-state.ts';
import type { RecordingStore } from './recording-store.ts';
import type { Sockets } from './sockets.ts';
import { type MemberSeat, membersOf } from './state.ts';

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
    const hasBegun = recording?.since != null && before.meeting.recording?.since == null;
    if (!hasBegun) return;
    for (const seat of membersOf(seats.values())) this.#tellLive(seat, recording);
  }

  tellRecipients(recording: Recording, about: RecordingLink['about']): void {
    for (const seat of this.#ports.core()?.members ?? []) {
      for (const holder of holdersOf(recording, seat)) {
        this.#tell(seat, linkTo(recording, about, holder));
      }
    }
  }

  /** Whoever comes, or comes back, may have missed it. */
  catchUp(seat: MemberSeat): void {
    const { core, leftovers } = this.#ports;
    const recording = core()?.meeting.recording;
    if (recording?.since != null) this.#tellLive(seat, recording);
    for (const { recording: past, isStored, isKept } of leftovers.all()) {
      if (past.since === null && !isKept) continue;
      const about = !isStored ? 'processing' : isKept ? 'ready' : 'failed';
      for (const holder of holdersOf(past, seat)) this.#tell(seat, linkTo(past, about, holder));
    }
  }

  #tellLive(seat: MemberSeat, recording: Recording): void {
    if (!hasLiveView(this.#ports.settings) || !mayDirect(seat, recording)) return;
    this.#tell(seat, linkTo(recording, 'live', 'live'));
  }

  #tell(seat: Pick<MemberSeat, 'page'>, link: Link): void {
    const { settings, room, sockets } = this.#ports;
    const recording = recordingIdOf(room, link.recording);
    const path = pathFor(settings, recording, link.holder);
    sockets.tell(seat.page.peer, {
      type: 'recording-link',
      link: { recording, about: link.about, path },
    });
  }
}

interface Link {
  readonly recording: Recording;
  readonly about: RecordingLink['about'];
  readonly holder: Holder;
}

function linkTo(recording: Recording, about: Link['about'], holder: Holder): Link {
  return { recording, about, holder };
}

/** One's own as somebody who pressed; a host has the host's even without having pressed. */
function holdersOf({ recipients }: Recording, seat: MemberSeat): Holder[] {
  const place = placeOf(recipients, seat.id);
  if (place !== -1) return [place];
  return seat.role === 'host' ? ['host'] : [];
}

function placeOf(recipients: Recording['recipients'], id: SeatId): number {
  return recipients.findIndex(({ seat }) => seat === id);
}
