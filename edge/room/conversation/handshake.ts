import { type PeerId, seatOfPeer } from '../../protocol/ids.ts';
import type { Consent } from '../../protocol/recording.ts';
import type { ClientMessageOf, IceServers } from '../../protocol/room-messages.ts';
import { agreeOnVersion } from '../../protocol/version.ts';
import type { Random } from '../../secrets/random.ts';
import { isSameSecret } from '../../secrets/same-secret.ts';
import { eventsFrame } from '../broadcast/event-feed.ts';
import type { RoomCore } from '../core.ts';
import { answerIn } from '../recording-state.ts';
import { codeOf, Refusal } from '../rules/draft.ts';
import { enter, newSeat, openPage, pageBack, waitingIn } from '../rules/joining.ts';
import { remind } from '../rules/transport/move.ts';
import type { Session, Sockets } from '../sockets/sockets.ts';
import { isPresent, type Meeting, type PresentSeat, type Seat } from '../state/meeting.ts';

export interface GreetingPorts {
  readonly core: RoomCore;
  readonly sockets: Sockets;
  readonly random: Random;
  now(): number;
  iceServersFor(seat: string): Promise<IceServers>;
}

/** How a page becomes known to the room, comes back to it, and joins the call. */
export class Greeting {
  readonly #ports: GreetingPorts;

  constructor(ports: GreetingPorts) {
    this.#ports = ports;
  }

  async hello(socket: WebSocket, session: Session, hello: ClientMessageOf<'hello'>): Promise<void> {
    const { sockets, core, iceServersFor } = this.#ports;
    if (agreeOnVersion(hello.version) === undefined) {
      return core.drop(socket, 'unsupported-version');
    }
    const ice = await iceServersFor(this.#ports.random.seatId());
    // The wait may have outlived the socket or the meeting.
    if (sockets.sessionOf(socket) === undefined || core.hasEnded) return;
    try {
      const known = this.#knownSeat(hello);
      if (hello.resume !== undefined) {
        // It was in the call when it lost its socket, and must not go straight on to the door.
        if (known?.stage === 'removed') throw new Refusal('removed');
        if (isPresent(known)) return this.#resume(socket, session, known, hello.resume, ice);
      }
      this.#welcome(socket, session, known, hello, ice);
    } catch (error) {
      core.drop(socket, codeOf(error));
    }
  }

  /** A seat that the room has forgotten is no mistake of its owner: they get a new one. */
  #knownSeat({ seat }: ClientMessageOf<'hello'>): Seat | undefined {
    const known = seat && this.#ports.core.seats.get(seat.id);
    if (seat === undefined || known === undefined) return undefined;
    if (!isSameSecret(seat.secret, known.secret)) throw new Refusal('bad-token');
    return known;
  }

  #welcome(
    socket: WebSocket,
    session: Session,
    known: Seat | undefined,
    hello: ClientMessageOf<'hello'>,
    ice: IceServers,
  ): void {
    const { core, sockets, random, now } = this.#ports;
    const { creator, settings } = core.meeting;
    const isCreator =
      hello.hostToken !== undefined &&
      isSameSecret(hello.hostToken, creator.token) &&
      now() < creator.expiresAt;
    const { seat, page } = core.change((draft) => {
      const seat = known ?? newSeat(draft, random);
      const page = openPage(draft, seat, random, {
        isCreator,
        capabilities: hello.capabilities,
      });
      return { seat, page };
    });
    sockets.become(socket, { ...session, kind: 'room', peer: page.peer });
    core.scheduleAlarm();
    sockets.answer(socket, {
      type: 'welcome',
      version: agreeOnVersion(hello.version) ?? hello.version,
      capabilities: core.capabilities,
      meeting: {
        id: core.id,
        settings,
        people: core.members.length,
        entry: core.entryOf(core.seats.get(seat.id) ?? seat, page),
        ...core.recordingShown,
        ...answerOf(known, core.meeting),
      },
      seat: { id: seat.id, secret: seat.secret },
      peer: { id: page.peer, ticket: page.ticket },
      ice,
      now: now(),
    });
  }

  #resume(
    socket: WebSocket,
    session: Session,
    seat: PresentSeat,
    resume: { readonly peer: PeerId; readonly since: number },
    ice: IceServers,
  ): void {
    const { core, sockets, now } = this.#ports;
    if (seat.page.peer !== resume.peer) throw new Refusal('seat-taken');
    const before = sockets.find('room', resume.peer);
    if (before !== undefined) sockets.close(before, 1_000, 'resumed elsewhere');
    sockets.become(socket, { ...session, kind: 'room', peer: resume.peer });
    sockets.answer(socket, { type: 'resumed', ice, now: now() });
    if (seat.stage === 'waiting') sockets.answer(socket, waitingIn(core.seats));
    else {
      const missed = core.telling.missedBy(seat, resume.since);
      if (missed === undefined) sockets.answer(socket, core.telling.snapshotFor(seat));
      else if (missed.length > 0) sockets.send(socket, eventsFrame(missed));
    }
    core.change((draft) => {
      pageBack(draft, seat);
      remind(draft, seat);
    });
    if (seat.stage === 'member') core.catchUp(seat);
  }

  async join(socket: WebSocket, peer: PeerId, join: ClientMessageOf<'join'>): Promise<void> {
    const { core, sockets } = this.#ports;
    const placed = core.seats.get(seatOfPeer(peer));
    // Said twice, as when the answer was lost: the same answer again.
    if (isPresent(placed) && placed.page.peer === peer) return this.#repeatPlace(socket, placed);
    try {
      await core.changeOrMove((draft) => {
        const seat = draft.seats.get(seatOfPeer(peer));
        const page = seat?.opening;
        if (seat === undefined || page?.peer !== peer) throw new Refusal('seat-taken');
        enter(draft, seat, page, join);
      });
    } catch (error) {
      const code = codeOf(error);
      if (sockets.sessionOf(socket) !== undefined) core.drop(socket, code);
    }
  }

  #repeatPlace(socket: WebSocket, seat: PresentSeat): void {
    const { core, sockets } = this.#ports;
    const isIn = seat.stage === 'member';
    sockets.answer(socket, isIn ? core.telling.snapshotFor(seat) : waitingIn(core.seats));
  }
}

/** What this person has already answered about being recorded, so that the pre-join screen does not ask again. */
function answerOf(
  seat: Seat | undefined,
  { recording }: Pick<Meeting, 'recording'>,
): { readonly answer?: Consent } {
  if (seat === undefined || recording === null) return {};
  const recorded = seat.stage === 'member' ? seat.recorded : answerIn(recording, seat.id);
  return recorded === 'yes' || recorded === 'no' ? { answer: recorded } : {};
}
