import type { PeerId, SeatId } from '../../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant, Source } from '../../../edge/protocol/people.ts';
import type { IceServers, LinkSignal, Want } from '../../../edge/protocol/room-messages.ts';

/**
 * How somebody's media reaches us, as far as the transport can tell: straight, over a TURN server, or through a media
 * server. `sealed` comes, but no key of ours opens it.
 */
export type Path = 'connecting' | 'direct' | 'relayed' | 'server' | 'lost' | 'sealed';

/** What a transport tells the call. It never holds back: the call decides what a screen sees. */
export interface TransportEvents {
  /** A source began (or was replaced by) `track`, or ended (`null`). */
  track(seat: SeatId, source: Source, track: MediaStreamTrack | null): void;
  path(seat: SeatId, path: Path): void;
  /** How loud each speaker is, 0 to 1, a few times a second while anybody speaks. */
  loudness(levels: ReadonlyMap<SeatId, number>): void;
}

/** Figures for the statistics panel and the tests; every field is a total since the link began. */
export interface LinkStats {
  readonly seat: SeatId;
  readonly path: Path;
  readonly roundTripMs: number | null;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly framesDecoded: Readonly<Partial<Record<Source, number>>>;
  readonly frameHeight: Readonly<Partial<Record<Source, number>>>;
}

/** How one connection fares, for the rules that watch over it. Counters are totals since it began. */
export interface LineStats {
  /** The same for as long as it is the same connection. */
  readonly id: string;
  readonly to: 'person' | 'server';
  readonly roundTripMs: number | null;
  /** Bits a second that the browser believes it could send now; null while it has no idea. */
  readonly sendableBps: number | null;
  /** What our pictures may take, as their encoders are set now. */
  readonly askedBps: number;
  /** What keeps one of our pictures from being as good as it was asked to be. */
  readonly limitedBy: 'bandwidth' | 'cpu' | 'none';
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly framesReceived: number;
  readonly framesDecoded: number;
  /** A media server sees both directions of our line, and says when it is poor. */
  readonly isRatedPoor: boolean;
}

/**
 * Carries media between the members of a room. The mesh is one implementation, a media server another;
 * the call and the screens cannot tell which one runs.
 */
export interface Transport {
  /** Sends `track` as `source` to everybody; called again, it replaces the track without renegotiation. */
  publish(source: Source, track: MediaStreamTrack): void;
  unpublish(source: Source): void;
  /** Who is in the room now. Links are made and dropped, and rights enforced, by this alone. */
  setPeople(people: readonly Participant[], settings: MeetingSettings): void;
  /** What this client has on screen; the transport sees to it that no more is sent. */
  want(wants: readonly Want[]): void;
  /** For some seconds another way runs beside this one: sends small pictures, each only once. */
  setFrugal(frugal: boolean): void;
  /** The network changed, or the machine woke up: look after every link now, not at the next timeout. */
  recover(): void;
  /** Whether all that was published is on its way to the others. */
  isSending(): boolean;
  /** Whether anything of a source has come: a sound, or a first whole picture. */
  hasArrived(seat: SeatId, source: Source): Promise<boolean>;
  stats(): Promise<readonly LinkStats[]>;
  /** One entry for each connection that is up: cheap enough to be asked every few seconds. */
  lines(): Promise<readonly LineStats[]>;
  close(): void;
}

/** What the room's socket gives to a mesh, beyond PeerJS's own. */
export interface MeshPort {
  readonly self: { readonly seat: SeatId; readonly peer: PeerId };
  sendSignal(to: SeatId, signal: LinkSignal): void;
  sendWants(wants: readonly Want[]): void;
  /** Credentials that are still good for some minutes. */
  iceServers(): Promise<IceServers>;
}

/** What the room's socket brings for a mesh. */
export interface MeshInbox {
  signal(from: SeatId, signal: LinkSignal): void;
  wanted(
    from: SeatId,
    wants: readonly { readonly source: Source; readonly height: number }[],
  ): void;
}
