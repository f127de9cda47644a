import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { PublicKey } from '../../../../edge/protocol/encryption.ts';
import {
  afterAsking,
  afterRound,
  answerMs,
  needAt,
  nextStep,
  patienceMs,
  type Situation,
  type Step,
  sayAgainMs,
  unaskedMs,
} from '../../../../pwa/call/keys/steps.ts';
import { ada, bob, person, you } from '../fakes/room.ts';

const publicKey = v.parse(PublicKey, `B${'k'.repeat(86)}`);
const now = 100_000;
const people = {
  ada: person(ada, { joinedAt: 1, publicKey }),
  bob: person(bob, { joinedAt: 2, publicKey }),
  you: person(you, { joinedAt: 3, publicKey }),
};
const everybody = [people.ada, people.bob, people.you];
const link = { generation: 0, maker: null };
const due = { generation: 2, maker: null };
const made = { generation: 2, maker: ada };

/** You have come without the link’s key to a call that goes on. */
function situation(change: Partial<Situation> = {}): Situation {
  const { encryption = link } = change;
  return {
    ...{ now, you, members: everybody, encryption, publicKey },
    ...{ held: null, hasLink: false, made: null, introducedAt: null, offeredAt: null },
    need: needAt(now, encryption, null),
    ...change,
  };
}

function needFor(encryption: Situation['encryption'], ageMs: number) {
  return needAt(now - ageMs, encryption, null);
}

const cases: readonly [what: string, Partial<Situation>, Step][] = [
  [
    'whose public key nobody knows says it',
    { members: [people.ada, person(you)] },
    { kind: 'introduce' },
  ],
  [
    'who has said it waits to be heard',
    { members: [people.ada, person(you)], introducedAt: now - 500 },
    { kind: 'wait', ms: sayAgainMs - 500 },
  ],
  [
    'and says it again',
    { members: [people.ada, person(you)], introducedAt: now - sayAgainMs },
    { kind: 'introduce' },
  ],
  [
    'a page whose seat still shows the keys of a former page says its own',
    { members: [{ ...people.you, publicKey: v.parse(PublicKey, `B${'o'.repeat(86)}`) }] },
    { kind: 'introduce' },
  ],
  ['who has the key rests', { held: 0 }, { kind: 'rest' }],
  ['who has a later key rests', { encryption: made, held: 2 }, { kind: 'rest' }],
  ['who has the link takes its key', { hasLink: true }, { kind: 'take-link' }],
  [
    'the link is of no use for a later key',
    { hasLink: true, encryption: made },
    { kind: 'ask', to: ada },
  ],
  ['who came by the id alone asks who has been here longest', {}, { kind: 'ask', to: ada }],
  [
    'not those who are away',
    { members: [{ ...people.ada, awaySince: 5 }, people.bob, people.you] },
    { kind: 'ask', to: bob },
  ],
  [
    'when a key is due, who has been here longest makes it',
    { encryption: due, held: 1, you: ada },
    { kind: 'make' },
  ],
  [
    'the next one waits for that',
    { encryption: due, held: 1, you: bob, need: needFor(due, 1_000) },
    { kind: 'wait', ms: 2_000 },
  ],
  [
    'and makes it when nothing has come',
    { encryption: due, held: 1, you: bob, need: needFor(due, 3_000) },
    { kind: 'make' },
  ],
  [
    'who has offered one waits for the room',
    { encryption: due, held: 1, you: ada, made: 2, offeredAt: now - 100 },
    { kind: 'wait', ms: sayAgainMs - 100 },
  ],
  [
    'whose key holds takes it',
    { encryption: made, held: 1, you: ada, made: 2, offeredAt: now },
    { kind: 'take-made' },
  ],
  [
    'whose key came second waits for the first',
    { encryption: made, held: 1, made: 2, offeredAt: now },
    { kind: 'wait', ms: unaskedMs },
  ],
  [
    'a maker who has reloaded asks the others',
    { encryption: { generation: 2, maker: you } },
    { kind: 'ask', to: ada },
  ],
  [
    'a new key is not asked for at once: it comes',
    { encryption: made, held: 1, need: needFor(made, 400) },
    { kind: 'wait', ms: unaskedMs - 400 },
  ],
  [
    'but when it does not come',
    { encryption: made, held: 1, need: needFor(made, unaskedMs) },
    { kind: 'ask', to: ada },
  ],
  [
    'who is alone has lost the key',
    { members: [people.you] },
    { kind: 'next-round', isLost: true },
  ],
  [
    'who is with somebody whose page is not ready waits',
    { members: [person(ada), people.you] },
    { kind: 'next-round', isLost: false },
  ],
  [
    'but not for ever',
    { members: [person(ada), people.you], need: needFor(link, patienceMs) },
    { kind: 'next-round', isLost: true },
  ],
];

test.each(cases)('%s', (_, change, step) => {
  expect(nextStep(situation(change))).toEqual(step);
});

describe('asking goes round', () => {
  test('one after the other, each has time to answer', () => {
    const first = situation();
    const asked = afterAsking(first.need, ada, first);
    expect(nextStep({ ...first, need: asked })).toEqual({ kind: 'wait', ms: answerMs });
    const later = { ...first, now: now + answerMs, need: asked };
    expect(nextStep(later)).toEqual({ kind: 'ask', to: bob });
  });

  test('then from the beginning, and a late answer is still welcome', () => {
    let at = situation();
    for (const seat of [ada, bob]) {
      at = { ...at, need: afterAsking(at.need, seat, at), now: at.now + answerMs };
    }
    expect(nextStep(at)).toEqual({ kind: 'next-round', isLost: false });
    const again = { ...at, need: afterRound(at.need, at.now), now: at.now + answerMs };
    expect(nextStep(again)).toEqual({ kind: 'ask', to: ada });
    expect([...again.need.asked]).toEqual([ada, bob]);
  });

  test('the next generation is another need', () => {
    const before = afterAsking(needAt(now, due, null), ada, situation());
    const next = needAt(now + 5, { generation: 3, maker: null }, before);
    expect(next).toMatchObject({ generation: 3, since: now + 5, knownSince: null, askedAt: null });
  });

  test('there is something to be had from when somebody has made it', () => {
    const before = needAt(now, due, null);
    expect(needAt(now + 700, made, before)).toMatchObject({ since: now, knownSince: now + 700 });
  });
});
