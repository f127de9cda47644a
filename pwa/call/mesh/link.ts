import type { CallOption, MediaConnection } from 'peerjs';
import type { PeerId, SeatId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import type { LinkSignal } from '../../../edge/protocol/room-messages.ts';
import type { Clock } from '../ports.ts';
import { type Route, readLinkStats, readRoute } from '../rtc/connection-stats.ts';
import { createRouteWatch } from '../rtc/route-watch.ts';
import type { LineStats, LinkStats, Path } from '../transport/transport.ts';
import { createDirectAgain } from './direct-again.ts';
import type { VideoEncoding } from './encodings.ts';
import { acceptRestart, answerRestart, offerRestart } from './ice-restart.ts';
import type { Leg } from './leg.ts';
import { createLegs } from './legs.ts';
import {
  type HealthInput,
  healthDeadline,
  pathOf,
  startHealth,
  stepHealth,
} from './link-health.ts';
import type { DialRole } from './links-plan.ts';
import type { LocalTracks } from './local-tracks.ts';
import { mLines, type SoundSource, type VideoSource } from './m-lines.ts';

export interface LinkOptions {
  readonly seat: SeatId;
  readonly peer: PeerId;
  readonly role: DialRole;
  readonly local: LocalTracks;
  readonly clock: Clock;
  /** Null while PeerJS has no socket; `dialable` says when it has. */
  call(peer: PeerId, stream: MediaStream, options: CallOption): MediaConnection | null;
  /** Our own description, before anybody is told it. */
  describe(sdp: string): string;
  /** Credentials that TURN still takes. */
  iceServers(): Promise<RTCIceServer[]>;
  sendSignal(signal: LinkSignal): void;
  encoding(source: VideoSource, isFresh: boolean): VideoEncoding;
  isHeard(source: SoundSource): boolean;
  /** The receivers may be others than before. */
  received(): void;
  path(path: Path): void;
}

/** The way to one person's page, whatever it takes to keep it. */
export interface Link {
  readonly peer: PeerId;
  readonly role: DialRole;
  receiver(source: Source): RTCRtpReceiver | undefined;
  answer(connection: MediaConnection): void;
  dialable(): void;
  signal(signal: LinkSignal): void;
  send(source: Source, track: MediaStreamTrack | null): void;
  tune(): void;
  recover(): void;
  stats(): Promise<LinkStats | null>;
  /** Null unless it is connected. */
  line(): Promise<LineStats | null>;
  close(): void;
}

export function createLink(options: LinkOptions): Link {
  const { clock, local, peer, role, seat, describe } = options;
  let open = true;
  let health = startHealth(clock.now());
  let cancelDeadline = () => {};
  let waitsForSocket = false;
  let offering = false;
  let route: Route | null = null;
  let told: Path = 'connecting';

  const legs = createLegs(clock, {
    sent,
    settled: tuneLeg,
    changed,
    rerouted: () => routes.look(),
    closed: () => step({ type: 'closed' }),
    swapped: options.received,
  });
  const routes = createRouteWatch(look, routed, clock);
  const directAgain = createDirectAgain(() => void restart(), clock);

  async function look(): Promise<Route | null> {
    const report = await legs.current()?.pc.getStats();
    return report === undefined ? null : readRoute(report);
  }

  function routed(now: Route): void {
    if (health.phase !== 'connected') return;
    route = now;
    directAgain.routed(relaysOnly() ? 'direct' : now);
    tellPath();
  }

  function relaysOnly(): boolean {
    return legs.current()?.pc.getConfiguration().iceTransportPolicy === 'relay';
  }

  function tellPath(): void {
    const path = pathOf(health, route);
    if (path === told) return;
    told = path;
    options.path(path);
  }

  function changed(state: RTCPeerConnectionState): void {
    if (state === 'connected') routes.look();
    if (state === 'connected' || state === 'disconnected' || state === 'failed') {
      step({ type: state });
    }
  }

  function step(input: HealthInput): void {
    if (!open) return;
    const next = stepHealth(health, input, clock.now());
    health = next.health;
    if (next.effect === 'restart') void restart();
    if (next.effect === 'redial') void redial();
    awaitDeadline();
    tellPath();
  }

  function awaitDeadline(): void {
    cancelDeadline();
    const deadline = healthDeadline(health);
    if (deadline === null) return;
    cancelDeadline = clock.after(deadline - clock.now(), () => step({ type: 'deadline' }));
  }

  function sent(leg: Leg): void {
    for (const source of local.unused()) leg.send(source, null);
    tuneLeg(leg);
    if (leg === legs.current()) options.received();
  }

  function tuneLeg(leg: Leg): void {
    leg.tune('camera', options.encoding('camera', leg.isFresh()));
    leg.tune('screen', options.encoding('screen', leg.isFresh()));
    for (const source of mLines.audio) leg.tune(source, { active: options.isHeard(source) });
  }

  function dial(): void {
    const connection = options.call(peer, local.stream(), { sdpTransform: describe });
    waitsForSocket = connection === null;
    if (connection !== null) legs.add(connection);
  }

  async function redial(): Promise<void> {
    // Only one end dials; the other says that it has lost everything.
    if (role === 'answers') return please('');
    await options.iceServers();
    if (open) dial();
  }

  function please(connection: string): void {
    options.sendSignal({ kind: 'restart-please', connection });
  }

  async function restart(): Promise<void> {
    const leg = legs.current();
    if (role === 'answers') return please(leg?.id ?? '');
    if (leg === null || leg.pc.remoteDescription === null) return redial();
    if (offering) return;
    offering = true;
    try {
      const sdp = await offerRestart(leg.pc, await options.iceServers(), { clock, describe });
      if (open) options.sendSignal({ kind: 'restart-offer', connection: leg.id, sdp });
    } catch {
      // Closed meanwhile, or in no state for it: the deadline comes and dials again.
    } finally {
      offering = false;
    }
  }

  async function answerOffer(connection: string, offer: string): Promise<void> {
    const leg = legs.find(connection);
    if (leg === undefined) return please('');
    try {
      const sdp = await answerRestart(leg.pc, offer, await options.iceServers(), {
        clock,
        describe,
      });
      if (open) options.sendSignal({ kind: 'restart-answer', connection, sdp });
    } catch {
      // As above; the end that offered has its deadline.
    }
  }

  function signal(message: LinkSignal): void {
    const leg = legs.find(message.connection);
    switch (message.kind) {
      case 'restart-please':
        if (role === 'dials') step({ type: 'asked', known: leg !== undefined });
        return;
      case 'restart-offer':
        if (role === 'answers') void answerOffer(message.connection, message.sdp);
        return;
      case 'restart-answer':
        if (role === 'dials' && leg) void acceptRestart(leg.pc, message.sdp).catch(() => undefined);
    }
  }

  if (role === 'dials') dial();
  awaitDeadline();

  return {
    peer,
    role,
    signal,
    receiver: (source) => legs.current()?.receiver(source),
    answer(connection) {
      connection.answer(local.stream(), { sdpTransform: describe });
      legs.add(connection);
    },
    dialable() {
      if (waitsForSocket) dial();
    },
    send: (source, track) => legs.each((leg) => leg.send(source, track)),
    tune: () => legs.each(tuneLeg),
    recover() {
      step({ type: 'recover' });
      if (health.phase === 'connected') directAgain.recover();
    },
    async stats() {
      const leg = legs.current();
      if (leg === null) return null;
      const report = await leg.pc.getStats();
      return readLinkStats(report, { seat, path: told, sourceOfMid: leg.sourceOfMid() });
    },
    async line() {
      const leg = legs.current();
      if (leg?.pc.connectionState !== 'connected') return null;
      const senders = leg.pc.getSenders();
      // Nobody asks before a call has run for a while, so its beginning is spared the code.
      const { readLine } = await import('../rtc/line-report.ts');
      return readLine(await leg.pc.getStats(), { id: leg.id, to: 'person', senders });
    },
    close() {
      open = false;
      cancelDeadline();
      routes.close();
      directAgain.close();
      legs.close();
    },
  };
}
