import type { EncryptionState, PublicKey } from '../../../edge/protocol/encryption.ts';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import { type Giver, giversOf, turnToMakeMs } from './givers.ts';

/** Said again when the room does not show that it has heard. */
export const sayAgainMs = 2_000;
/** Whoever is asked and does not answer by then has no key, or is not really there. */
export const answerMs = 1_500;
/** A new key comes unasked; only who has missed it asks. */
export const unaskedMs = 1_000;
/** Others may still be loading the code that answers. */
export const patienceMs = 6_000;

/** The lack of one generation's key, and what has been done about it. */
export interface Need {
  readonly generation: number;
  readonly since: number;
  /** Since when there has been a key to be had; null while nobody has made it. */
  readonly knownSince: number | null;
  /** Whom we have turned to: from them, and from the maker, a key is welcome. */
  readonly asked: ReadonlySet<SeatId>;
  /** Who is still to be turned to in this round; null before it begins. */
  readonly untried: readonly SeatId[] | null;
  readonly askedAt: number | null;
}

export interface Situation {
  readonly now: number;
  readonly you: SeatId;
  readonly members: readonly Giver[];
  readonly encryption: EncryptionState;
  readonly publicKey: PublicKey;
  /** The generation whose key is here; null while there is none. */
  readonly held: number | null;
  readonly hasLink: boolean;
  /** The generation that a key of ours has been offered for. */
  readonly made: number | null;
  readonly introducedAt: number | null;
  readonly offeredAt: number | null;
  readonly need: Need;
}

export type Step =
  | { readonly kind: 'rest' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'introduce' | 'take-link' | 'take-made' | 'make' }
  | { readonly kind: 'ask'; readonly to: SeatId }
  /** Everybody who could have the key was asked in vain. */
  | { readonly kind: 'next-round'; readonly isLost: boolean };

export function needAt(now: number, encryption: EncryptionState, before: Need | null): Need {
  const { generation, maker } = encryption;
  const need: Need =
    before?.generation === generation
      ? before
      : {
          ...{ generation, since: now, knownSince: null },
          ...{ asked: new Set(), untried: null, askedAt: null },
        };
  const isKnown = generation === 0 || maker !== null;
  return isKnown && need.knownSince === null ? { ...need, knownSince: now } : need;
}

/** What somebody does next about the media key. */
export function nextStep(situation: Situation): Step {
  const { now, you, members, encryption, held, made } = situation;
  const { generation, maker } = encryption;
  // Needs nobody else, and everything that comes waits for it.
  if (held === null && generation === 0 && situation.hasLink) return { kind: 'take-link' };
  const self = members.find(({ seat }) => seat === you);
  if (self?.publicKey !== situation.publicKey) {
    return unlessJustDone(situation.introducedAt, now, { kind: 'introduce' });
  }
  if (held === generation) return { kind: 'rest' };
  if (maker === you && made === generation) return { kind: 'take-made' };
  return generation > 0 && maker === null ? makeInTurn(situation) : ask(situation);
}

function unlessJustDone(doneAt: number | null, now: number, step: Step): Step {
  const waitMs = doneAt === null ? 0 : doneAt + sayAgainMs - now;
  return waitMs > 0 ? { kind: 'wait', ms: waitMs } : step;
}

function makeInTurn({ now, you, members, need, offeredAt }: Situation): Step {
  const turnMs = turnToMakeMs(you, members);
  if (turnMs === undefined) return { kind: 'wait', ms: sayAgainMs };
  const waitMs = need.since + turnMs - now;
  if (waitMs > 0) return { kind: 'wait', ms: waitMs };
  return unlessJustDone(offeredAt, now, { kind: 'make' });
}

function ask({ now, you, members, held, need }: Situation): Step {
  const waitMs = Math.max(
    need.askedAt === null ? 0 : need.askedAt + answerMs - now,
    held === null || need.knownSince === null ? 0 : need.knownSince + unaskedMs - now,
  );
  if (waitMs > 0) return { kind: 'wait', ms: waitMs };
  const here = giversOf(members).filter((seat) => seat !== you);
  const to = here.find((seat) => need.untried === null || need.untried.includes(seat));
  if (to !== undefined) return { kind: 'ask', to };
  const isAlone = !members.some(({ seat, awaySince }) => seat !== you && awaySince === null);
  return { kind: 'next-round', isLost: isAlone || now >= need.since + patienceMs };
}

export function afterAsking(
  need: Need,
  to: SeatId,
  { now, you, members }: Pick<Situation, 'now' | 'you' | 'members'>,
): Need {
  const round = need.untried ?? giversOf(members).filter((seat) => seat !== you);
  return {
    ...need,
    asked: new Set([...need.asked, to]),
    untried: round.filter((seat) => seat !== to),
    askedAt: now,
  };
}

export function afterRound(need: Need, now: number): Need {
  return { ...need, untried: null, askedAt: now };
}
