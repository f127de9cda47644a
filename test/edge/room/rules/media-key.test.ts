import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { PublicKey } from '../../../../edge/protocol/encryption.ts';
import { Draft } from '../../../../edge/room/rules/draft.ts';
import {
  acceptMaker,
  encryptionOf,
  isCurrent,
  loseKey,
  lostIntervalMs,
  noteRemovals,
  showPublicKey,
} from '../../../../edge/room/rules/media-key.ts';
import type { Encryption, Seat } from '../../../../edge/room/state/meeting.ts';
import { meetingWith, member, now, seatId, waiting } from '../../support/rules.ts';

const ada = member('ada');
const bo = member('bo');
const key = v.parse(PublicKey, `B${'k'.repeat(86)}`);
const otherKey = v.parse(PublicKey, `B${'o'.repeat(86)}`);

function draftWith(encryption: Partial<Encryption>, seats: readonly Seat[] = [ada, bo]): Draft {
  const meeting = meetingWith();
  return new Draft(
    { ...meeting, encryption: { ...meeting.encryption, ...encryption } },
    new Map(seats.map((seat) => [seat.id, seat])),
    now,
  );
}

function told(draft: Draft) {
  return draft.events.flatMap(({ event }) => (event.type === 'encryption' ? [event] : []));
}

describe('the key changes', () => {
  test.each([
    ['a member who is removed', bo, 'removed', 1],
    ['a member who leaves', bo, 'left', 0],
    ['a member who is lost', bo, 'lost', 0],
    ['somebody who knocked and is refused', waiting('bo'), 'refused', 0],
    ['somebody who knocked and had been removed before', waiting('bo'), 'removed', 0],
  ] as const)('%s', (_, seat, reason, generation) => {
    const draft = draftWith({}, [ada, seat]);
    draft.takeOut(seat, reason, 'removed');
    noteRemovals(draft);
    expect(encryptionOf(draft.meeting)).toEqual({ generation, maker: null });
    expect(told(draft)).toHaveLength(generation);
  });

  test('once, when two are removed at once', () => {
    const draft = draftWith({ generation: 4, maker: ada.id }, [ada, bo, member('cy')]);
    draft.takeOut(bo, 'removed', 'removed');
    draft.takeOut(member('cy'), 'removed', 'removed');
    noteRemovals(draft);
    expect(encryptionOf(draft.meeting)).toEqual({ generation: 5, maker: null });
  });

  test.each([
    ['of this generation', 2, lostIntervalMs, 3],
    ['of an older one', 1, lostIntervalMs, 2],
    ['of one that is yet to come', 3, lostIntervalMs, 2],
    ['too soon after the last change', 2, lostIntervalMs - 1, 2],
  ] as const)('when nobody has it: %s', (_, generation, agoMs, next) => {
    const draft = draftWith({ generation: 2, maker: ada.id, raisedAt: now - agoMs });
    loseKey(draft, generation);
    expect(draft.meeting.encryption.generation).toBe(next);
  });
});

describe('whose new key holds', () => {
  test.each([
    ['the first for a generation without one', { generation: 2, maker: null }, 2, true],
    ['not a second', { generation: 2, maker: bo.id }, 2, false],
    ['not their own again', { generation: 2, maker: ada.id }, 2, false],
    ['not one for an older generation', { generation: 2, maker: null }, 1, false],
    ['not one for a generation to come', { generation: 2, maker: null }, 3, false],
    ['not one in place of the link’s', { generation: 0, maker: null }, 0, false],
  ] as const)('%s', (_, encryption, generation, accepted) => {
    const draft = draftWith(encryption);
    expect(acceptMaker(draft, ada.id, generation)).toBe(accepted);
    expect(draft.meeting.encryption.maker).toBe(accepted ? ada.id : encryption.maker);
    expect(told(draft)).toHaveLength(accepted ? 1 : 0);
  });

  test.each([
    ['the link’s', { generation: 0, maker: null }, 0, true],
    ['one that somebody has made', { generation: 2, maker: bo.id }, 2, true],
    ['none that nobody has made', { generation: 2, maker: null }, 2, false],
    ['no older one', { generation: 2, maker: bo.id }, 1, false],
    ['no later one', { generation: 2, maker: bo.id }, 3, false],
  ] as const)('passed on is %s', (_, encryption, generation, current) => {
    expect(isCurrent(draftWith(encryption).meeting, generation)).toBe(current);
  });
});

describe('a public key', () => {
  test('is shown to the members, and stays', () => {
    const draft = draftWith({});
    showPublicKey(draft, ada, key);
    const shown = draft.seats.get(ada.id);
    expect(draft.events).toMatchObject([
      { audience: 'members', event: { person: { seat: seatId('ada'), publicKey: key } } },
    ]);
    if (shown?.stage !== 'member') throw new Error('she is a member');
    showPublicKey(draft, shown, otherKey);
    expect(draft.events).toHaveLength(1);
  });
});
