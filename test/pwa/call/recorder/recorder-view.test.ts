import { expect, test } from 'vitest';
import type { PublicKey } from '../../../../edge/protocol/encryption.ts';
import { giversOf } from '../../../../pwa/call/keys/givers.ts';
import {
  recordedOnly,
  unwantedSounds,
  viewForKey,
} from '../../../../pwa/call/recorder/recorder-view.ts';
import { membersOf, viewOfJoined } from '../../../../pwa/call/room-view.ts';
import { ada, bob, joined, person, recordingState, seatId } from '../fakes/room.ts';

const ghost = seatId('ghost');
const cleo = seatId('cleo');
const key = 'B'.padEnd(87, 'A') as PublicKey;

const room = viewOfJoined(
  joined({
    you: ghost,
    people: [
      person(ada, { joinedAt: 1, recorded: 'yes', publicKey: key }),
      person(bob, { joinedAt: 2, recorded: 'no', publicKey: key }),
      person(cleo, { joinedAt: 3, recorded: 'unasked', publicKey: key }),
    ],
    recording: recordingState({ by: cleo }),
  }),
);

test('nothing is seen or heard of whoever has not said yes', () => {
  const media = { path: 'direct', tracks: {} } as const;
  const remote = new Map(
    [ada, bob, cleo, seatId('stranger')].map((seat) => [seat, media] as const),
  );
  expect([...recordedOnly(remote, room).keys()]).toEqual([ada]);
});

test('their sounds are not even received', () => {
  const unwanted = unwantedSounds(room.people.values());
  expect(unwanted.map(({ seat, source }) => `${seat} ${source}`)).toEqual([
    `${bob} microphone`,
    `${bob} screen-audio`,
    `${cleo} microphone`,
    `${cleo} screen-audio`,
  ]);
  expect(unwanted.every(({ height }) => height === 0)).toBe(true);
});

test('whoever pressed Record is the first to be asked for the key, and the recorder itself the last', () => {
  const view = viewForKey(room, key);
  expect(giversOf(membersOf(view))).toEqual([cleo, ada, bob, ghost]);
  expect(room.people.has(ghost)).toBe(false);
});
