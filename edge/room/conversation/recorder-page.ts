import type { Log } from '../../log.ts';
import type { PeerId } from '../../protocol/ids.ts';
import type { ClientMessage, ClientMessageOf } from '../../protocol/room-messages.ts';
import { agreeOnVersion } from '../../protocol/version.ts';
import { hashOf } from '../../recording/links.ts';
import type { Random } from '../../secrets/random.ts';
import { isSameSecret } from '../../secrets/same-secret.ts';
import type { RoomCore } from '../core.ts';
import { peerOf } from '../rules/recording/orders.ts';
import { ghostCame, hearSpeaker } from '../rules/recording/recorded-page.ts';
import type { Session, Sockets } from '../sockets/sockets.ts';
import type { KeyRelay } from './key-relay.ts';

export interface GhostPorts {
  readonly core: RoomCore;
  readonly sockets: Sockets;
  readonly random: Random;
  readonly keys: KeyRelay;
  readonly log: Log;
  now(): number;
}

/** The page that is recorded, on the room's socket: it hears what members hear, is seen by nobody, and says little. */
export class GhostDesk {
  readonly #ports: GhostPorts;

  constructor(ports: GhostPorts) {
    this.#ports = ports;
  }

  isGhost(peer: PeerId): boolean {
    const ghost = this.#ports.core.meeting.recording?.ghost;
    return ghost != null && peerOf(ghost) === peer;
  }

  hello(socket: WebSocket, session: Session, hello: ClientMessageOf<'recorder-hello'>): void {
    const { core, sockets, random, now } = this.#ports;
    const version = agreeOnVersion(hello.version);
    if (version === undefined) return core.drop(socket, 'unsupported-version');
    const ghost = core.meeting.recording?.ghost;
    const isTheirs = ghost != null && isSameSecret(hashOf(hello.ticket), ghost.ticketHash);
    if (!isTheirs || now() > ghost.ticketExpiresAt) return core.drop(socket, 'bad-token');
    // Somebody else with the same ticket could only be told what the page is told: who it is, stays.
    const isAnother = ghost.publicKey !== null && ghost.publicKey !== hello.publicKey;
    if (isAnother) return core.drop(socket, 'bad-token');
    const peer = peerOf(ghost);
    const before = sockets.find('room', peer);
    if (before !== undefined) sockets.close(before, 1_000, 'resumed elsewhere');
    const ticket = random.secret();
    core.change((draft) => ghostCame(draft, hello.publicKey, hashOf(ticket)));
    sockets.become(socket, { ...session, kind: 'room', peer });
    sockets.answer(socket, {
      ...{ type: 'recorder-welcome', version, meeting: core.id },
      ...{ ticket, now: now() },
    });
    sockets.answer(socket, core.telling.snapshotForGhost(ghost.seat));
  }

  take(socket: WebSocket, peer: PeerId, message: ClientMessage): void {
    const { core, keys, log } = this.#ports;
    const ghost = core.meeting.recording?.ghost;
    if (message.type === 'ask-key' && ghost != null) {
      return keys.ask({ seat: ghost.seat, peer }, message.to);
    }
    if (message.type === 'recorder-page') {
      const { report } = message;
      if (report.kind === 'speaker') return core.change((draft) => hearSpeaker(draft, report.seat));
      // What follows is what the recorder makes of it, which egress says.
      return log.event('recording.page-failed', { why: report.why });
    }
    return core.drop(socket, 'not-allowed');
  }
}
