import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { idAlphabet, MeetingId, SeatId, Secret } from '../../../edge/protocol/ids.ts';
import { publicIdOf } from '../../../edge/secrets/public-id.ts';
import { createRandom } from '../../../edge/secrets/random.ts';

const random = createRandom((bytes) => crypto.getRandomValues(bytes));

describe('what is drawn', () => {
  test('fits the schemas', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(v.is(MeetingId, random.meetingId())).toBe(true);
      expect(v.is(SeatId, random.seatId())).toBe(true);
      expect(v.is(Secret, random.secret())).toBe(true);
    }
  });

  test('differs every time', () => {
    const drawn = Array.from({ length: 500 }, () => random.meetingId());
    expect(new Set(drawn)).toHaveLength(500);
  });

  test('has every letter equally often', () => {
    let next = 0;
    const counting = createRandom((bytes) => {
      for (const index of bytes.keys()) bytes[index] = next++;
    });
    const ids = Array.from({ length: 64 }, () => counting.meetingId().replaceAll('-', ''));
    const counts = Map.groupBy(ids.join(''), (letter) => letter);
    expect([...counts.keys()].sort()).toEqual([...idAlphabet].sort());
    for (const { length } of counts.values()) expect(length).toBe((64 * 20) / 32);
  });

  test('a secret carries all of its 128 bits', () => {
    const zeros = createRandom((bytes) => bytes.fill(0)).secret();
    for (let bit = 0; bit < 128; bit += 1) {
      const flipped = createRandom((bytes) => {
        expect(bytes).toHaveLength(16);
        bytes.fill(0);
        bytes[bit >> 3] = 1 << (bit & 7);
      }).secret();
      expect(flipped).not.toBe(zeros);
    }
  });
});

describe('a public id', () => {
  const id = random.meetingId();

  test('is the same every time and another for every meeting', () => {
    expect(publicIdOf(id)).toBe(publicIdOf(id));
    expect(publicIdOf(id)).not.toBe(publicIdOf(random.meetingId()));
  });

  test('does not contain the id', () => {
    const groups = id.split('-');
    expect(groups.every((group) => publicIdOf(id).includes(group))).toBe(false);
    expect(v.is(MeetingId, publicIdOf(id))).toBe(false);
  });
});
