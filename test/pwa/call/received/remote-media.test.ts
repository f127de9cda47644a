import { describe, expect, test } from 'vitest';
import { type Participant, sources } from '../../../../edge/protocol/people.ts';
import {
  allowedLoudness,
  allowedMedia,
  type RemoteMap,
  withPath,
  withTrack,
} from '../../../../pwa/call/received/remote-media.ts';
import { fakeTrack } from '../fakes/media.ts';
import { ada, bob, person, settings, you } from '../fakes/room.ts';

const everything = sources.reduce<RemoteMap>(
  (map, source) => withTrack(map, ada, source, fakeTrack(source)),
  new Map(),
);

function shown(changes: Partial<Participant>, share: 'everyone' | 'hosts' = 'everyone') {
  const people = new Map([[ada, person(ada, changes)]]);
  const roster = { you, people, settings: { ...settings, share } };
  return Object.keys(allowedMedia(everything, roster).get(ada)?.tracks ?? {});
}

describe('what is seen and heard of somebody', () => {
  const all = { speak: true, show: true, share: true };
  test.each([
    ['with all rights', {}, [...sources]],
    [
      'who may not speak',
      { rights: { ...all, speak: false } },
      ['camera', 'screen', 'screen-audio'],
    ],
    [
      'who may not show',
      { rights: { ...all, show: false } },
      ['microphone', 'screen', 'screen-audio'],
    ],
    ['who may not share', { rights: { ...all, share: false } }, ['microphone', 'camera']],
    ['who knocks', { role: 'waiting' }, []],
  ] satisfies [string, Partial<Participant>, string[]][])('%s', (_, changes, expected) => {
    expect(shown(changes).sort()).toEqual(expected.toSorted());
  });

  test('follows the rule who may share', () => {
    expect(shown({}, 'hosts')).toEqual(['microphone', 'camera']);
    expect(shown({ role: 'cohost' }, 'hosts')).toEqual([...sources]);
  });
});

test('nobody outside the roster is seen, and nobody sees themselves twice', () => {
  const received = withTrack(everything, you, 'camera', fakeTrack('mine'));
  const people = new Map([you, bob].map((seat) => [seat, person(seat)]));
  expect([...allowedMedia(received, { you, people, settings }).keys()]).toEqual([]);
});

test('media that is allowed whole stays the same object, so that its tile is not drawn anew', () => {
  const people = new Map([[ada, person(ada)]]);
  expect(allowedMedia(everything, { you, people, settings }).get(ada)).toBe(everything.get(ada));
});

test('a track is replaced, and taken away by null; the path stays', () => {
  const direct = withPath(everything, ada, 'direct');
  const replaced = withTrack(direct, ada, 'camera', fakeTrack('other'));
  expect(replaced.get(ada)?.tracks.camera).toEqual({ id: 'other' });
  const gone = withTrack(replaced, ada, 'camera', null);
  expect(gone.get(ada)?.tracks).not.toHaveProperty('camera');
  expect(gone.get(ada)?.path).toBe('direct');
});

test('only members who may speak are loud', () => {
  const mute = person(bob, { rights: { speak: false, show: true, share: true } });
  const people = new Map([
    [ada, person(ada)],
    [bob, mute],
  ]);
  const levels = new Map([ada, bob, you].map((seat) => [seat, 0.5]));
  expect([...allowedLoudness(levels, { people, settings }).keys()]).toEqual([ada]);
});
