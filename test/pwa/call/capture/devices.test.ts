import { describe, expect, it } from 'vitest';
import { constraintsFor, listDevices, pickDevice } from '../../../../pwa/call/capture/devices.ts';
import { readPreferred, writePreferred } from '../../../../pwa/call/capture/devices-preferred.ts';

const headset = { id: 'headset', label: 'Headset' };
const builtIn = { id: 'built-in', label: 'Built-in' };

describe('the list of devices', () => {
  it('names each real device once, by kind', () => {
    const lists = listDevices([
      { kind: 'audioinput', deviceId: 'default', label: 'Default - Headset' },
      { kind: 'audioinput', deviceId: 'headset', label: 'Headset' },
      { kind: 'audiooutput', deviceId: 'communications', label: 'Communications' },
      { kind: 'videoinput', deviceId: 'cam', label: 'Camera' },
    ]);
    expect(lists).toEqual({
      microphone: [headset],
      camera: [{ id: 'cam', label: 'Camera' }],
      speaker: [],
    });
  });

  it('is empty before anything was permitted', () => {
    expect(listDevices([{ kind: 'audioinput', deviceId: '', label: '' }]).microphone).toEqual([]);
  });
});

describe('the device in use', () => {
  it.each([
    ['the chosen one', 'headset', [headset, builtIn], 'headset'],
    ['the default while the chosen one is unplugged', 'headset', [builtIn], null],
    ['the default when nothing was chosen', null, [headset, builtIn], null],
    ['the chosen one as long as nobody may see what is there', 'headset', [], 'headset'],
  ] as const)('is %s', (_, preferred, present, expected) => {
    expect(pickDevice(preferred, present)).toBe(expected);
  });

  it('is asked for, not insisted on', () => {
    expect(constraintsFor('microphone', 'headset').deviceId).toEqual({ ideal: 'headset' });
    expect(constraintsFor('camera', null)).not.toHaveProperty('deviceId');
  });
});

describe('what was chosen', () => {
  it('survives the page', () => {
    const kept = new Map<string, string>();
    const choice = { microphone: 'headset', camera: null, speaker: 'headset' };
    writePreferred({ setItem: (key, value) => kept.set(key, value) }, choice);
    expect(readPreferred({ getItem: (key) => kept.get(key) ?? null })).toEqual(choice);
  });

  it.each(['', 'nonsense', '[]', '{"microphone":7}'])('is nothing when storage says %j', (text) => {
    expect(readPreferred({ getItem: () => text })).toEqual({
      microphone: null,
      camera: null,
      speaker: null,
    });
  });

  it('is nothing where storage is forbidden, and choosing still works', () => {
    const forbidden = () => {
      throw new Error('forbidden');
    };
    expect(readPreferred({ getItem: forbidden }).camera).toBeNull();
    expect(() =>
      writePreferred({ setItem: forbidden }, { microphone: null, camera: null, speaker: null }),
    ).not.toThrow();
  });
});
