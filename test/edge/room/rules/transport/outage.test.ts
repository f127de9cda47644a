import { describe, expect, test } from 'vitest';
import type { Draft } from '../../../../../edge/room/rules/draft.ts';
import { heed, takeAnswer } from '../../../../../edge/room/rules/transport/outage.ts';
import { nextTurnOfTransport, steer } from '../../../../../edge/room/rules/transport/steer.ts';
import type { MemberSeat } from '../../../../../edge/room/state/meeting.ts';
import type { OnServer } from '../../../../../edge/room/state/transport.ts';
import {
  draftOn,
  member,
  memberIn,
  nextChange,
  now,
  pageOf,
  seatId,
} from '../../../support/rules.ts';

const sfu: OnServer = { kind: 'sfu', epoch: 5, cluster: 'one', stirredAt: now };
const six = ['ann', 'bea', 'cay', 'dee', 'eve', 'fay'].map((name) => member(name));
const five = six.slice(1);

function failed(draft: Draft, { name = 'ann', epoch = 5, at = draft.now } = {}): Draft {
  const next = nextChange(draft, at);
  heed(next, seatId(name), epoch, 'failed');
  steer(next);
  return next;
}

function answered(draft: Draft, found: string | null, asked = sfu): Draft {
  const next = nextChange(draft);
  takeAnswer(next, asked, found);
  steer(next);
  return next;
}

function pass(draft: Draft, ms: number): Draft {
  const next = nextChange(draft, draft.now + ms);
  steer(next);
  return next;
}

function inCall(members: readonly MemberSeat[]): Draft {
  return draftOn(sfu, members);
}

function told(draft: Draft): readonly string[] {
  return draft.followUps.map(({ kind, seat }) => `${kind} ${seat}`);
}

function transports(draft: Draft): unknown[] {
  return draft.events.flatMap(({ event }) => (event.type === 'transport' ? event.transport : []));
}

describe('a member who cannot get to the media server', () => {
  test('gets a fresh token, and the server is asked before anything else happens', () => {
    const draft = failed(inCall(six));
    expect(told(draft)).toEqual([`media-server ${seatId('ann')}`]);
    expect(draft.doubtsServer).toBe(true);
    expect(draft.meeting.transport).toEqual(sfu);
  });

  test.each([4, 6])('is not heard when they speak of epoch %i', (epoch) => {
    const draft = failed(inCall(six), { epoch });
    expect([draft.doubtsServer, told(draft)]).toEqual([false, []]);
  });

  test('changes nothing for the others while the server answers', () => {
    const draft = answered(failed(inCall(six)), 'one');
    expect(draft.meeting.transport).toEqual(sfu);
    expect([transports(draft), told(draft)]).toEqual([[], []]);
  });

  test('puts off the way back to a mesh: the call is not calm', () => {
    const draft = failed(inCall(five), { at: now + 50_000 });
    expect(draft.meeting.transport).toMatchObject({ stirredAt: now + 50_000 });
  });
});

describe('a media server that does not answer', () => {
  test('is left for the next, and everybody is shown the way', () => {
    const draft = answered(failed(inCall(six)), 'two');
    expect(draft.meeting.transport).toEqual({ ...sfu, epoch: 6, cluster: 'two' });
    expect(transports(draft)).toEqual([{ kind: 'sfu', epoch: 6 }]);
    expect(told(draft)).toEqual(six.map(({ id }) => `media-server ${id}`));
  });

  test('is not left twice when the second answer comes late', () => {
    const moved = answered(failed(inCall(six)), 'two');
    for (const late of ['one', 'two', null]) {
      expect(answered(moved, late).meeting.transport).toBe(moved.meeting.transport);
    }
  });

  test('hands a call that a mesh can carry to a mesh at once', () => {
    const draft = answered(failed(inCall(five)), null);
    expect(draft.meeting.transport).toEqual({ kind: 'mesh', epoch: 6 });
    expect(transports(draft)).toEqual([{ kind: 'mesh', epoch: 6 }]);
  });

  test.each<[string, readonly MemberSeat[]]>([
    ['of six', six],
    [
      'with somebody in it who has no mesh',
      [...five.slice(1), member('old', { page: { ...pageOf('old'), capabilities: ['sfu'] } })],
    ],
  ])('is asked again and again for a call %s, ever more rarely', (_, members) => {
    let draft = answered(inCall(members), null);
    const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
    for (const pauseMs of pauses) {
      const { transport } = draft.meeting;
      const askAt = nextTurnOfTransport(draft.meeting, draft.seats.values(), draft.now);
      expect(askAt).toBe(draft.now + pauseMs);
      expect(pass(draft, pauseMs - 1).doubtsServer).toBe(false);
      draft = pass(draft, pauseMs);
      expect(draft.doubtsServer).toBe(true);
      draft = answered(draft, null, transport as OnServer);
    }
    expect(draft.meeting.transport).toMatchObject({ kind: 'sfu', epoch: 5 });
  });

  test('is not asked more often because more people complain', () => {
    const out = answered(inCall(six), null);
    const draft = failed(failed(out, { name: 'bea' }), { name: 'cay' });
    expect(draft.doubtsServer).toBe(false);
    expect(draft.meeting.transport).toMatchObject({ outage: { tries: 1 } });
  });

  test('and is back, lets everybody in again, with fresh tokens', () => {
    const draft = answered(answered(inCall(six), null), 'one');
    expect(draft.meeting.transport).toEqual(sfu);
    expect(told(draft)).toEqual(six.map(({ id }) => `media-server ${id}`));
    expect(transports(draft)).toEqual([]);
  });

  test('is forgotten as soon as so many have left that a mesh can carry the call', () => {
    const draft = nextChange(answered(inCall(six), null));
    draft.takeOut(memberIn(draft, 'ann'), 'left', 'left');
    steer(draft);
    expect(draft.meeting.transport).toEqual({ kind: 'mesh', epoch: 6 });
  });
});
