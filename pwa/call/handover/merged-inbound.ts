import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { TransportKind, Want } from '../../../edge/protocol/room-messages.ts';
import type { Path, TransportEvents } from '../transport/transport.ts';
import { crossedOf, keyOf, partsOf, type SourceKey } from './source-switch.ts';

/** Which way media is taken from; `from` is null while there is only one. */
export interface Route {
  readonly from: TransportKind | null;
  readonly to: TransportKind;
  readonly hurried: boolean;
}

/** What comes in on two ways, told as if it were one: every source once, and never none for two. */
export interface Inbound {
  events(kind: TransportKind): TransportEvents;
  follow(route: Route): void;
  setWants(wants: readonly Want[]): void;
  /** The way has been closed. */
  forget(kind: TransportKind): void;
  /** On the new way, and not known to have come. */
  awaited(): readonly SourceKey[];
  arrived(keys: readonly SourceKey[]): void;
  crossed(): ReadonlySet<SourceKey>;
}

interface Way {
  readonly tracks: Map<SourceKey, MediaStreamTrack>;
  readonly paths: Map<SeatId, Path>;
  levels: ReadonlyMap<SeatId, number>;
}

function newWay(): Way {
  return { tracks: new Map(), paths: new Map(), levels: new Map() };
}

export function createInbound(report: TransportEvents, crossedMore: () => void): Inbound {
  const ways: Record<TransportKind, Way> = { mesh: newWay(), sfu: newWay() };
  const toldTracks = new Map<SourceKey, MediaStreamTrack>();
  const toldPaths = new Map<SeatId, Path>();
  let route: Route = { from: null, to: 'mesh', hurried: false };
  let wants: readonly Want[] = [];
  let here: ReadonlySet<SourceKey> = new Set();
  let crossed: ReadonlySet<SourceKey> = new Set();

  /** The way that `key` is taken from. */
  function wayOf(key: SourceKey): Way {
    return route.from === null || crossed.has(key) ? ways[route.to] : ways[route.from];
  }

  function wayOfPerson(seat: SeatId): Way {
    if (route.from === null) return ways[route.to];
    const remains = [...ways[route.from].tracks.keys()].some(
      (key) => partsOf(key)[0] === seat && !crossed.has(key),
    );
    return remains || !ways[route.to].paths.has(seat) ? ways[route.from] : ways[route.to];
  }

  function update(): void {
    const before = crossed;
    if (route.from !== null) {
      const [from, to] = [ways[route.from].tracks, ways[route.to].tracks];
      crossed = crossedOf({ from, to, arrived: here, wants, hurried: route.hurried }, before);
    }
    tellTracks();
    tellPaths();
    if ([...crossed].some((key) => !before.has(key))) crossedMore();
  }

  function tellTracks(): void {
    const keys = new Set([
      ...toldTracks.keys(),
      ...ways.mesh.tracks.keys(),
      ...ways.sfu.tracks.keys(),
    ]);
    for (const key of keys) {
      const track = wayOf(key).tracks.get(key) ?? null;
      if ((toldTracks.get(key) ?? null) === track) continue;
      if (track === null) toldTracks.delete(key);
      else toldTracks.set(key, track);
      report.track(...partsOf(key), track);
    }
  }

  function tellPaths(): void {
    for (const seat of new Set([...ways.mesh.paths.keys(), ...ways.sfu.paths.keys()])) {
      const path = wayOfPerson(seat).paths.get(seat);
      if (path === undefined || toldPaths.get(seat) === path) continue;
      toldPaths.set(seat, path);
      report.path(seat, path);
    }
  }

  function tellLevels(): void {
    const seats = new Set([...ways.mesh.levels.keys(), ...ways.sfu.levels.keys()]);
    report.loudness(
      new Map(
        [...seats].map((seat) => [seat, wayOf(keyOf(seat, 'microphone')).levels.get(seat) ?? 0]),
      ),
    );
  }

  return {
    events: (kind) => ({
      track(seat, source, track) {
        // Others may leave the old way before all of theirs has come on the new one: until it has, a last
        // picture is better than none.
        if (track !== null) ways[kind].tracks.set(keyOf(seat, source), track);
        else if (kind !== route.from) ways[kind].tracks.delete(keyOf(seat, source));
        update();
      },
      path(seat, path) {
        ways[kind].paths.set(seat, path);
        update();
      },
      loudness(levels) {
        ways[kind].levels = levels;
        tellLevels();
      },
    }),
    follow(next) {
      if (next.from !== route.from || next.to !== route.to) {
        here = new Set();
        crossed = new Set();
      }
      route = next;
      update();
    },
    setWants(next) {
      wants = next;
      update();
    },
    forget(kind) {
      ways[kind] = newWay();
      update();
    },
    awaited: () => [...ways[route.to].tracks.keys()].filter((key) => !here.has(key)),
    arrived(keys) {
      if (keys.length === 0) return;
      here = new Set([...here, ...keys]);
      update();
    },
    crossed: () => crossed,
  };
}
