import type { Invite } from './invite.ts';
import type { Person } from './person.ts';
import { expectTogether } from './senses.ts';
import { threeInACall } from './three.ts';

export type Three = readonly [Person, Person, Person];

export async function callOfThree(invite: Invite): Promise<Three> {
  const { ann, ben, cleo } = await threeInACall(invite, { overhears: true });
  await expectTogether(ann, ben, cleo);
  return [ann, ben, cleo];
}

/** Resolves once everybody has heard of it: the move itself takes seconds. */
export async function beginMove(first: Person, everybody: readonly Person[]): Promise<void> {
  await first.page.evaluate(() => window.overheard.complain());
  const hearsOfIt = () => window.overheard.transport === 'moving';
  await Promise.all(everybody.map(({ page }) => page.waitForFunction(hearsOfIt)));
}
