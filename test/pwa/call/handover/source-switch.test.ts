import { describe, expect, test } from 'vitest';
import type { Source } from '../../../../edge/protocol/people.ts';
import {
  crossedOf,
  expectedOf,
  keyOf,
  type Sides,
  type SourceKey,
  wantsOfNewWay,
  wantsOfOldWay,
} from '../../../../pwa/call/handover/source-switch.ts';
import { fakeTrack } from '../fakes/media.ts';
import { ada, bob, person, settings, you } from '../fakes/room.ts';

const microphone = keyOf(ada, 'microphone');
const camera = keyOf(ada, 'camera');

function tracks(...keys: SourceKey[]): Map<SourceKey, MediaStreamTrack> {
  return new Map(keys.map((key) => [key, fakeTrack(key)]));
}

function sides(changes: Partial<Sides>): Sides {
  return {
    from: tracks(microphone, camera),
    to: tracks(microphone, camera),
    arrived: new Set(),
    wants: [],
    hurried: false,
    ...changes,
  };
}

describe('a source crosses', () => {
  test.each<[string, Partial<Sides>, SourceKey[]]>([
    ['not before it has come', {}, []],
    ['a picture with its first frame', { arrived: new Set([camera]) }, [camera]],
    ['a voice not before its picture', { arrived: new Set([microphone]) }, []],
    ['a voice with its picture', { arrived: new Set([microphone, camera]) }, [microphone, camera]],
    [
      'a voice alone, when nobody looks at the picture',
      { arrived: new Set([microphone]), wants: [{ seat: ada, source: 'camera', height: 0 }] },
      [microphone],
    ],
    [
      'a voice alone, when there is no picture',
      { arrived: new Set([microphone]), from: tracks(microphone) },
      [microphone, camera],
    ],
    [
      'a voice alone, once the move is decided',
      { arrived: new Set([microphone]), hurried: true },
      [microphone],
    ],
    ['at once, when the old way has nothing of it', { from: tracks() }, [microphone, camera]],
    ['never to a way that has nothing of it', { to: tracks(), arrived: new Set([camera]) }, []],
  ])('%s', (_, changes, crossed) => {
    expect([...crossedOf(sides(changes), new Set())]).toEqual(crossed);
  });

  test('once, whatever else changes on the old way', () => {
    const before = new Set([microphone]);
    expect(crossedOf(sides({}), before)).toEqual(before);
  });

  test('back, when the new way loses it', () => {
    expect(crossedOf(sides({ to: tracks() }), new Set([camera]))).toEqual(new Set());
  });
});

test('everybody is here when all that the others may send has come, and is looked at', () => {
  const sending: Source[] = ['microphone', 'camera'];
  const people = [
    person(you, { publishing: sending }),
    person(ada, { publishing: sending }),
    person(bob, { publishing: sending, rights: { speak: false, show: true, share: true } }),
  ];
  const wants = [{ seat: ada, source: 'camera', height: 0 }] as const;
  expect(expectedOf(you, people, settings, wants)).toEqual([microphone, keyOf(bob, 'camera')]);
  const away = people.map((other) => ({ ...other, awaySince: 1 }));
  expect(expectedOf(you, away, settings, wants)).toEqual([]);
});

describe('while two ways run', () => {
  const wants = [
    { seat: ada, source: 'camera', height: 720 },
    { seat: ada, source: 'screen', height: 720 },
    { seat: bob, source: 'camera', height: 90 },
  ] as const;

  test('cameras are small on the new one, and screens can be read', () => {
    expect(wantsOfNewWay(wants)).toEqual([{ ...wants[0], height: 180 }, wants[1], wants[2]]);
  });

  test('the old way goes on as it was for what has not crossed', () => {
    expect(wantsOfOldWay(wants, new Set())).toEqual(wants);
  });

  test('nothing more is asked of the old way once it has crossed', () => {
    expect(wantsOfOldWay(wants, new Set([camera]))[0]).toEqual({ ...wants[0], height: 0 });
    expect(wantsOfOldWay([], new Set([camera, microphone]))).toEqual([
      { seat: ada, source: 'camera', height: 0 },
      { seat: ada, source: 'microphone', height: 0 },
    ]);
  });
});
