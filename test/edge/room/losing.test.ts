import { describe, expect, test } from 'vitest';
import { limits } from '../../../edge/protocol/limits.ts';
import {
  expireSeats,
  missingPagesGone,
  pageBack,
  pageGone,
} from '../../../edge/room/rules/joining.ts';
import {
  draftOf,
  heard,
  lobby,
  member,
  memberIn,
  now,
  pageOf,
  removed,
  seatId,
  stageIn,
  waiting,
} from '../support/rules.ts';

const later = now + limits.seatGraceMs;

describe('losing the socket', () => {
  test('a member stays, away', () => {
    const draft = draftOf([member('bo', { publishing: ['camera'] })]);
    pageGone(draft, pageOf('bo').peer);
    expect(memberIn(draft, 'bo')).toMatchObject({ awaySince: now, publishing: ['camera'] });
  });

  test('losing it again does not prolong the absence', () => {
    const draft = draftOf([member('bo', { awaySince: now - 5 })]);
    pageGone(draft, pageOf('bo').peer);
    expect(memberIn(draft, 'bo').awaySince).toBe(now - 5);
    expect(draft.events).toEqual([]);
  });

  test('a pre-join page leaves nothing', () => {
    const draft = draftOf([lobby('bo')]);
    pageGone(draft, pageOf('bo').peer);
    expect(draft.seats).toHaveLength(0);
    expect(draft.touched).toEqual(new Set([seatId('bo')]));
  });

  test('a second tab on its pre-join screen leaves the member alone', () => {
    const draft = draftOf([member('bo', { opening: pageOf('bo', 2) })]);
    pageGone(draft, pageOf('bo', 2).peer);
    expect(memberIn(draft, 'bo')).toMatchObject({ opening: null, awaySince: null });
    expect(draft.events).toEqual([]);
  });

  test('a page that was taken over is no news', () => {
    const draft = draftOf([member('bo', { page: pageOf('bo', 2) })]);
    pageGone(draft, pageOf('bo').peer);
    expect(draft.touched).toHaveLength(0);
  });

  test('coming back is shown once', () => {
    const away = member('bo', { awaySince: now - 5 });
    const draft = draftOf([away]);
    pageBack(draft, away);
    pageBack(draft, memberIn(draft, 'bo'));
    expect(heard(draft)).toEqual(['members person bo participant']);
    expect(memberIn(draft, 'bo').awaySince).toBeNull();
  });

  test('after a crash, everybody without a socket is away and pre-join pages are forgotten', () => {
    const draft = draftOf([
      member('ann'),
      member('bo', { opening: pageOf('bo', 2) }),
      waiting('kn'),
      lobby('dee'),
      removed('ed'),
    ]);
    missingPagesGone(draft, (peer) => peer === pageOf('ann').peer);
    expect(memberIn(draft, 'ann').awaySince).toBeNull();
    expect(memberIn(draft, 'bo')).toMatchObject({ awaySince: now, opening: null });
    expect(draft.seats.get(seatId('kn'))).toMatchObject({ awaySince: now });
    expect(stageIn(draft, 'dee')).toBeUndefined();
    expect(draft.seats.get(seatId('ed'))).toMatchObject({ stage: 'removed', opening: null });
  });
});

describe('when a seat’s time is up', () => {
  test('it is given up at the full 90 seconds, not before', () => {
    const seats = [member('ann'), member('bo', { awaySince: now })];
    const early = draftOf(seats, {}, later - 1);
    expireSeats(early);
    expect(stageIn(early, 'bo')).toBe('member');
    const due = draftOf(seats, {}, later);
    expireSeats(due);
    expect(stageIn(due, 'bo')).toBe('lobby');
    expect(heard(due)).toEqual([`members gone ${seatId('bo')} lost`]);
  });

  test('a lost host’s meeting passes on', () => {
    const draft = draftOf(
      [member('host', { role: 'host', awaySince: now }), member('bo'), waiting('kn')],
      {},
      later,
    );
    expireSeats(draft);
    expect(memberIn(draft, 'bo').role).toBe('host');
    expect(heard(draft)).toEqual([
      `members gone ${seatId('host')} lost`,
      'members person bo host',
      `${seatId('bo')} person kn waiting`,
    ]);
  });

  test('hosting passes on again when the heir is lost in the same moment', () => {
    const draft = draftOf(
      [
        member('host', { role: 'host', awaySince: now }),
        member('co', { role: 'cohost', awaySince: now }),
        member('bo', { awaySince: now + 1 }),
      ],
      {},
      later,
    );
    expireSeats(draft);
    expect(memberIn(draft, 'bo').role).toBe('host');
  });

  test('whoever waited too long without a socket is gone from the hosts’ list', () => {
    const draft = draftOf([member('ann'), waiting('kn', { awaySince: now })], {}, later);
    expireSeats(draft);
    expect(heard(draft)).toEqual([`hosts gone ${seatId('kn')} lost`]);
  });

  test('who knocked after a removal is still remembered as removed', () => {
    const draft = draftOf([waiting('bo', { wasRemoved: true, awaySince: now })], {}, later);
    expireSeats(draft);
    expect(stageIn(draft, 'bo')).toBe('removed');
  });
});
