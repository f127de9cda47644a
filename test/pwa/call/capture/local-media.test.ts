import { effect, signal } from '@preact/signals-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Saving } from '../../../../pwa/call/capture/data-saving.ts';
import { createLocalMedia, type LocalMedia } from '../../../../pwa/call/capture/local-media.ts';
import { FakeMediaDevices, type FakeTrack } from '../fakes/capture.ts';
import { settled } from '../fakes/clock.ts';

const opened: LocalMedia[] = [];
afterEach(() => {
  for (const local of opened.splice(0)) local.close();
});

function setUp(
  devices = new FakeMediaDevices(),
  permissions: Partial<Record<string, PermissionState>> = {},
) {
  const kept = new Map<string, string>();
  const saving = signal<Saving>('automatic');
  const watches: { track: MediaStreamTrack; signal: AbortSignal }[] = [];
  const local = createLocalMedia({
    mediaDevices: devices as unknown as MediaDevices,
    permissions: {
      query: async ({ name }: PermissionDescriptor) => ({ state: permissions[name] ?? 'prompt' }),
    } as unknown as Permissions,
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, value),
    },
    saving,
    watchScreen: (track, signal) => watches.push({ track, signal }),
  });
  opened.push(local);
  const state = (source: keyof LocalMedia['sources']['value']) => local.sources.value[source];
  const track = (source: keyof LocalMedia['sources']['value']) => {
    const now = state(source);
    return now.status === 'on' ? (now.track as unknown as FakeTrack) : null;
  };
  return { devices, local, saving, state, track, watches };
}

const both = ['microphone', 'camera'] as const;

describe('opening devices', () => {
  it('asks once for both', async () => {
    const { devices, local, track } = setUp();
    await local.open(both);
    expect(devices.prompts).toBe(1);
    expect(track('microphone')?.device).toBe('built-in');
    expect(track('camera')?.device).toBe('webcam');
    expect(local.devices.value.camera).toEqual([{ id: 'webcam', label: 'webcam' }]);
  });

  it.each([
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
    ['UnknownError', 'failed'],
  ])('goes on with the microphone when the camera says %s', async (refusal, problem) => {
    const { devices, local, state } = setUp();
    devices.refuse.video = refusal;
    await local.open(both);
    expect(state('microphone').status).toBe('on');
    expect(state('camera')).toEqual({ status: 'failed', problem });
  });

  it('goes on with the microphone when only the camera was forbidden for good', async () => {
    const { devices, local, state } = setUp(new FakeMediaDevices(), { camera: 'denied' });
    devices.refuse.video = 'NotAllowedError';
    await local.open(both);
    expect(state('microphone').status).toBe('on');
    expect(state('camera')).toEqual({ status: 'failed', problem: 'denied' });
  });

  it('does not ask again whoever has just said no', async () => {
    const { devices, local, state } = setUp();
    devices.refuse.audio = 'NotAllowedError';
    devices.refuse.video = 'NotAllowedError';
    await local.open(both);
    expect(devices.prompts).toBe(1);
    expect(state('microphone')).toEqual({ status: 'failed', problem: 'denied' });
  });

  it('says that a page without devices cannot capture', async () => {
    const local = createLocalMedia({
      mediaDevices: undefined,
      storage: { getItem: () => null, setItem: () => {} },
      saving: signal<Saving>('automatic'),
      watchScreen: () => {},
    });
    await local.open(both);
    expect(local.sources.value.camera).toEqual({ status: 'failed', problem: 'unsupported' });
    expect(local.canShareScreen).toBe(false);
  });
});

describe('turning off and on', () => {
  it('keeps a muted microphone captured but silent, and un-mutes it without asking', async () => {
    const { devices, local, track, state } = setUp();
    await local.turnOn('microphone');
    const before = track('microphone');
    local.turnOff('microphone');
    expect(state('microphone')).toEqual({ status: 'off' });
    expect(before).toMatchObject({ enabled: false, readyState: 'live' });
    await local.turnOn('microphone');
    expect(track('microphone')).toBe(before);
    expect(before?.enabled).toBe(true);
    expect(devices.prompts).toBe(1);
  });

  it('puts the light of the camera out', async () => {
    const { devices, local } = setUp();
    await local.turnOn('camera');
    local.turnOff('camera');
    expect(devices.live()).toEqual([]);
  });

  it('captures nothing that was turned off while it was opening', async () => {
    const { devices, local, state } = setUp();
    const opening = local.turnOn('camera');
    expect(state('camera').status).toBe('opening');
    local.turnOff('camera');
    await opening;
    expect(state('camera').status).toBe('off');
    expect(devices.live()).toEqual([]);
  });
});

describe('choosing devices', () => {
  it('swaps the track at once and stops the old one', async () => {
    const { devices, local, track } = setUp();
    devices.plugged.audio.push('headset');
    await local.turnOn('microphone');
    const before = track('microphone');
    await local.choose('microphone', 'headset');
    expect(track('microphone')?.device).toBe('headset');
    expect(before?.readyState).toBe('ended');
    expect(local.chosen.value.microphone).toBe('headset');
  });

  it('opens nothing for a source that is off', async () => {
    const { devices, local } = setUp();
    await local.choose('camera', 'webcam');
    expect(devices.prompts).toBe(0);
  });

  it('falls back when the chosen device is unplugged, and returns with it', async () => {
    const { devices, local, track } = setUp();
    devices.plugged.audio.push('headset');
    await local.turnOn('microphone');
    await local.choose('microphone', 'headset');

    devices.plugged.audio.pop();
    track('microphone')?.end();
    devices.change();
    for (let turn = 0; turn < 5; turn += 1) await settled();
    expect(track('microphone')?.device).toBe('built-in');
    expect(local.chosen.value.microphone).toBeNull();

    devices.plugged.audio.push('headset');
    devices.change();
    for (let turn = 0; turn < 5; turn += 1) await settled();
    expect(track('microphone')?.device).toBe('headset');
    expect(devices.live()).toHaveLength(1);
  });

  it('never turns a muted microphone on when devices change', async () => {
    const { devices, local, state } = setUp();
    devices.plugged.audio.push('headset');
    await local.turnOn('microphone');
    await local.choose('microphone', 'headset');
    local.turnOff('microphone');
    devices.plugged.audio.pop();
    devices.tracks.at(-1)?.end();
    devices.change();
    for (let turn = 0; turn < 5; turn += 1) await settled();
    expect(state('microphone').status).toBe('off');
    expect(devices.live()).toEqual([]);
  });

  it('says so when the only device is gone', async () => {
    const { devices, local, track, state } = setUp();
    await local.turnOn('camera');
    devices.plugged.video.pop();
    track('camera')?.end();
    await settled();
    expect(state('camera')).toEqual({ status: 'failed', problem: 'missing' });
  });
});

describe('sharing a screen', () => {
  it('brings its sound along, and both end with the browser’s own bar', async () => {
    const { local, track, state, devices } = setUp();
    await local.shareScreen();
    expect(state('screen-audio').status).toBe('on');
    track('screen')?.end();
    expect([state('screen'), state('screen-audio')]).toEqual([
      { status: 'off' },
      { status: 'off' },
    ]);
    expect(devices.live()).toEqual([]);
  });

  it('is not an error when the picker is closed', async () => {
    const { devices, local, state } = setUp();
    devices.refuse.display = 'NotAllowedError';
    await local.shareScreen();
    expect(state('screen')).toEqual({ status: 'off' });
  });

  it('fails in words that a person can act on', async () => {
    const { devices, local, state } = setUp();
    devices.refuse.display = 'NotReadableError';
    await local.shareScreen();
    expect(state('screen')).toEqual({ status: 'failed', problem: 'busy' });
  });
});

describe('closing', () => {
  it('stops everything, also what is muted or still opening', async () => {
    const { devices, local } = setUp();
    await local.turnOn('microphone');
    local.turnOff('microphone');
    await local.shareScreen();
    const opening = local.turnOn('camera');
    local.close();
    await opening;
    expect(devices.live()).toEqual([]);
  });
});

describe('saving data', () => {
  it('makes the camera smaller at once, and whichever comes after it', async () => {
    const { local, saving, track } = setUp();
    await local.open(both);
    expect(track('camera')?.height).toBeNull();
    saving.value = 'save-data';
    expect(track('camera')?.height).toBe(360);
    local.turnOff('camera');
    await local.turnOn('camera');
    expect(track('camera')?.height).toBe(360);
    saving.value = 'automatic';
    expect(track('camera')?.height).toBe(720);
  });

  it('to the sound alone turns the camera off, once', async () => {
    const { local, saving, state } = setUp();
    await local.open(both);
    saving.value = 'audio-only';
    expect([state('camera').status, state('microphone').status]).toEqual(['off', 'on']);
    await local.turnOn('camera');
    expect(state('camera').status).toBe('on');
    saving.value = 'automatic';
    expect(state('camera').status).toBe('on');
  });
});

it('looks at a shared screen for as long as it is shared', async () => {
  const { local, track, watches } = setUp();
  await local.shareScreen();
  expect(watches.map((watch) => watch.track)).toEqual([track('screen')]);
  expect(watches[0]?.signal.aborted).toBe(false);
  local.stopScreen();
  expect(watches[0]?.signal.aborted).toBe(true);
});

describe('a tab that the extension captured', () => {
  it('is the screen like any other, and says what it is', async () => {
    const { local, track, watches } = setUp();
    expect(await local.shareTab('capture')).toBe(true);
    expect(track('screen')?.kind).toBe('video');
    expect(track('screen-audio')?.kind).toBe('audio');
    expect(local.sharing.value).toBe('tab');
    expect(watches).toHaveLength(1);
  });

  it('takes the place of what is shared, which never stops in between', async () => {
    const { devices, local, state, track } = setUp();
    await local.shareScreen();
    const before = track('screen');
    const seen: string[] = [];
    const stop = effect(() => {
      seen.push(local.sources.value.screen.status);
    });
    await local.shareTab('capture');
    stop();
    expect(seen).toEqual(['on', 'on']);
    expect(track('screen')).not.toBe(before);
    expect(before?.readyState).toBe('ended');
    expect(state('screen').status).toBe('on');
    expect(devices.live()).toHaveLength(2);
  });

  it('that does not come leaves what is shared alone', async () => {
    const { devices, local, state } = setUp();
    await local.shareScreen();
    devices.refuse.video = 'AbortError';
    expect(await local.shareTab('late')).toBe(false);
    expect(state('screen').status).toBe('on');
    expect(local.sharing.value).toBe('screen');
  });

  it('is over when the tab is closed', async () => {
    const { local, state, track } = setUp();
    await local.shareTab('capture');
    track('screen')?.end();
    expect(state('screen').status).toBe('off');
    expect(local.sharing.value).toBe('nothing');
  });

  it('is not captured for a call that ended meanwhile', async () => {
    const { devices, local } = setUp();
    const coming = local.shareTab('capture');
    local.close();
    expect(await coming).toBe(false);
    expect(devices.live()).toEqual([]);
  });
});
