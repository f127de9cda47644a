import { describe, expect, it } from 'vitest';
import type { PeerId, SeatId } from '../../../../edge/protocol/ids.ts';
import type { Participant } from '../../../../edge/protocol/people.ts';
import { dialRole, planLinks } from '../../../../pwa/call/mesh/links-plan.ts';

const seat = (letter: string) => letter.repeat(12) as SeatId;
const peer = (letter: string, incarnation = 1) => `${letter.repeat(12)}-${incarnation}` as PeerId;

function person(letter: string, changes: Partial<Participant> = {}): Participant {
  return {
    seat: seat(letter),
    peer: peer(letter),
    name: letter,
    role: 'participant',
    rights: { speak: true, show: true, share: true },
    publishing: [],
    handRaisedAt: null,
    joinedAt: 1,
    peerSince: 1,
    awaySince: null,
    ...changes,
  };
}

describe('who dials', () => {
  it('is the page that came in last', () => {
    const early = person('a', { peerSince: 1 });
    const late = person('b', { peerSince: 2 });
    expect(dialRole(late, early)).toBe('dials');
    expect(dialRole(early, late)).toBe('answers');
  });

  it('is exactly one of two that came in at once', () => {
    const roles = [dialRole(person('a'), person('b')), dialRole(person('b'), person('a'))];
    expect(roles.sort()).toEqual(['answers', 'dials']);
  });
});

describe('the plan of links', () => {
  const links = (...letters: string[]) => new Map(letters.map((l) => [seat(l), peer(l)]));

  it('links a newcomer to every member and nobody else', () => {
    const me = person('a', { peerSince: 5 });
    const people = [me, person('b'), person('c'), person('d', { role: 'waiting' })];
    const { make, drop } = planLinks(me.seat, people, new Map());
    expect(make.map((made) => [made.person.seat, made.role])).toEqual([
      [seat('b'), 'dials'],
      [seat('c'), 'dials'],
    ]);
    expect(drop).toEqual([]);
  });

  it('leaves running links alone', () => {
    const people = [person('a'), person('b', { awaySince: 9, publishing: ['camera'] })];
    expect(planLinks(seat('a'), people, links('b'))).toEqual({ drop: [], make: [] });
  });

  it('drops who is gone, and who is back in the waiting room', () => {
    const people = [person('a'), person('b', { role: 'waiting' })];
    expect(planLinks(seat('a'), people, links('b', 'c')).drop).toEqual([seat('b'), seat('c')]);
  });

  it('links a reloaded page anew, which then dials', () => {
    const back = person('b', { peer: peer('b', 2), peerSince: 7 });
    const plan = planLinks(seat('a'), [person('a'), back], links('b'));
    expect(plan.drop).toEqual([seat('b')]);
    expect(plan.make).toEqual([{ person: back, role: 'answers' }]);
  });

  it('has no links without a place in the room', () => {
    expect(planLinks(seat('a'), [person('b')], links('b'))).toEqual({
      drop: [seat('b')],
      make: [],
    });
  });
});
