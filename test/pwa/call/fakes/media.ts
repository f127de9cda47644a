import { signal } from '@preact/signals-core';
import type { Source } from '../../../../edge/protocol/people.ts';
import type {
  DeviceKind,
  LocalMedia,
  SourceState,
} from '../../../../pwa/call/capture/local-media.ts';
import type { Sharing } from '../../../../pwa/call/capture/screen-share.ts';
import type {
  SfuOptions,
  StartMesh,
  StartSfu,
  TransportOptions,
} from '../../../../pwa/call/ports.ts';
import type { MeshInbox, Transport } from '../../../../pwa/call/transport/transport.ts';

export function fakeTrack(id: string): MediaStreamTrack {
  return { id } as unknown as MediaStreamTrack;
}

export interface FakeLocal extends LocalMedia {
  on(source: Source, track?: MediaStreamTrack): void;
  isOn(source: Source): boolean;
  /** Whether anybody still follows what is captured. */
  readonly watched: boolean;
  readonly closed: boolean;
}

export function createFakeLocal(): FakeLocal {
  const off: SourceState = { status: 'off' };
  let watched = false;
  const sources = signal<Record<Source, SourceState>>(
    { microphone: off, camera: off, screen: off, 'screen-audio': off },
    {
      watched: () => {
        watched = true;
      },
      unwatched: () => {
        watched = false;
      },
    },
  );
  let closed = false;
  const set = (changes: Partial<Record<Source, SourceState>>): void => {
    sources.value = { ...sources.value, ...changes };
  };
  return {
    sources,
    sharing: signal<Sharing>('nothing'),
    devices: signal({ microphone: [], camera: [], speaker: [] }),
    chosen: signal<Record<DeviceKind, null>>({ microphone: null, camera: null, speaker: null }),
    canShareScreen: true,
    open: async () => {},
    turnOn: async () => {},
    turnOff: (source) => set({ [source]: off }),
    choose: async () => {},
    shareScreen: async () => {},
    shareTab: async () => false,
    stopScreen: () => set({ screen: off, 'screen-audio': off }),
    close: () => {
      closed = true;
    },
    on: (source, track = fakeTrack(source)) => set({ [source]: { status: 'on', track } }),
    isOn: (source) => sources.value[source].status === 'on',
    get watched() {
      return watched;
    },
    get closed() {
      return closed;
    },
  };
}

export type TransportCall = readonly [name: string, ...details: unknown[]];

export interface FakeTransport<Options = TransportOptions> {
  readonly options: Options;
  /** What it was asked to do, in order. */
  readonly calls: TransportCall[];
  named(name: keyof (Transport & MeshInbox)): TransportCall[];
  /** Whether what was published has left. */
  sending: boolean;
  /** What has come, as `seat source`. */
  readonly arrived: Set<string>;
}

export interface FakeTransports<Options = TransportOptions> {
  readonly start: (options: Options) => Promise<Transport & MeshInbox>;
  readonly all: FakeTransport<Options>[];
  latest(): FakeTransport<Options>;
  /** The next starts fail, as when a lazily loaded file does not come. */
  failNext(count: number): void;
}

export const createFakeMesh = (): FakeTransports & { start: StartMesh } => createFakeTransports();
export const createFakeSfu = (): FakeTransports<SfuOptions> & { start: StartSfu } =>
  createFakeTransports();

export function createFakeTransports<Options>(): FakeTransports<Options> {
  const all: FakeTransport<Options>[] = [];
  let failures = 0;
  return {
    all,
    async start(options) {
      if (failures > 0) {
        failures -= 1;
        throw new Error('not loaded');
      }
      const calls: TransportCall[] = [];
      const record =
        (name: string) =>
        (...details: unknown[]): void => {
          calls.push([name, ...details]);
        };
      const fake: FakeTransport<Options> = {
        options,
        calls,
        named: (name) => calls.filter((call) => call[0] === name),
        sending: true,
        arrived: new Set(),
      };
      all.push(fake);
      return {
        publish: record('publish'),
        unpublish: record('unpublish'),
        setPeople: record('setPeople'),
        want: record('want'),
        setFrugal: record('setFrugal'),
        recover: record('recover'),
        signal: record('signal'),
        wanted: record('wanted'),
        close: record('close'),
        isSending: () => fake.sending,
        hasArrived: async (seat, source) => fake.arrived.has(`${seat} ${source}`),
        stats: async () => [],
        lines: async () => [],
      };
    },
    latest() {
      const last = all.at(-1);
      if (last === undefined) throw new Error('no transport was started');
      return last;
    },
    failNext(count) {
      failures = count;
    },
  };
}
