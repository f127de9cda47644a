import type { ReadonlySignal } from '@preact/signals-core';
import type { Source } from '../../edge/protocol/people.ts';

/** Why a device did not open, in terms that a person can act on. */
export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'unsupported' | 'failed';

export type SourceState =
  | { readonly status: 'off' }
  | { readonly status: 'opening' }
  | { readonly status: 'on'; readonly track: MediaStreamTrack }
  | { readonly status: 'failed'; readonly problem: DeviceProblem };

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface Device {
  readonly id: string;
  readonly label: string;
}

/** What this browser captures: its devices, and the state of each source. */
export interface LocalMedia {
  readonly sources: ReadonlySignal<Readonly<Record<Source, SourceState>>>;
  readonly devices: ReadonlySignal<Readonly<Record<DeviceKind, readonly Device[]>>>;
  /** The chosen device per kind; null is the browser's default. */
  readonly chosen: ReadonlySignal<Readonly<Record<DeviceKind, string | null>>>;
  /** False where the browser has no `getDisplayMedia` (phones): then there is no share button. */
  readonly canShareScreen: boolean;
  /** Opens microphone and camera with one prompt; whichever fails leaves the other working. */
  open(wanted: readonly ('microphone' | 'camera')[]): Promise<void>;
  turnOn(source: 'microphone' | 'camera'): Promise<void>;
  /** The microphone stays captured but silent, so that un-muting is instant; the camera's light goes out. */
  turnOff(source: 'microphone' | 'camera'): void;
  choose(kind: DeviceKind, deviceId: string | null): Promise<void>;
  shareScreen(): Promise<void>;
  stopScreen(): void;
  close(): void;
}

export interface LocalMediaOptions {
  /** Absent outside secure contexts; then every source is `unsupported`. */
  readonly mediaDevices: MediaDevices | undefined;
  /** Remembers the chosen devices. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

export function createLocalMedia(_options: LocalMediaOptions): LocalMedia {
  throw new Error('not written yet');
}
