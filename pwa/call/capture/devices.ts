import { cameraSize } from './data-saving.ts';
import type { Device, DeviceKind } from './local-media.ts';

export type DeviceLists = Readonly<Record<DeviceKind, readonly Device[]>>;

export const noDevices: DeviceLists = { microphone: [], camera: [], speaker: [] };

const kinds: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Chromium lists these beside the devices that they stand for. */
const aliases = new Set(['default', 'communications']);

type Info = Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>;

/** What can be chosen from: before the first permission, browsers list devices without name or id. */
export function listDevices(infos: readonly Info[]): DeviceLists {
  const lists: Record<DeviceKind, Device[]> = { microphone: [], camera: [], speaker: [] };
  for (const { deviceId, kind, label } of infos) {
    if (deviceId === '' || aliases.has(deviceId)) continue;
    lists[kinds[kind]].push({ id: deviceId, label });
  }
  return lists;
}

/**
 * The device in use: the preferred one while it is plugged in, otherwise the browser's default (null).
 * An empty list says nothing: nobody has been let see it yet.
 */
export function pickDevice(preferred: string | null, present: readonly Device[]): string | null {
  if (preferred === null || present.length === 0) return preferred;
  return present.some(({ id }) => id === preferred) ? preferred : null;
}

export function constraintsFor(
  source: 'microphone' | 'camera',
  deviceId: string | null,
): MediaTrackConstraints {
  // Ideal, not exact: a device that has gone is no reason for silence.
  const device = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  if (source === 'camera') {
    return { ...device, ...cameraSize('automatic') };
  }
  return { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
}
