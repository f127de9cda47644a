import type { Invite } from './invite.ts';
import type { Person } from './person.ts';
import { expectTogether } from './senses.ts';

export type Three = readonly [Person, Person, Person];

export async function callOfThree(invite: Invite): Promise<Three> {
  const ann = await invite('Ann', { overhears: true });
  const ben = await invite('Ben', { overhears: true });
  const cleo = await invite('Cleo', { overhears: true });
  const link = await ann.startCall();
  for (const late of [ben, cleo]) await late.joinBy(link);
  await expectTogether(ann, ben, cleo);
  return [ann, ben, cleo];
}

/** Resolves once everybody has heard of it: the move itself takes seconds. */
export async function beginMove(first: Person, everybody: readonly Person[]): Promise<void> {
  await first.page.evaluate(() => window.overheard.complain());
  const hearsOfIt = () => window.overheard.transport === 'moving';
  await Promise.all(everybody.map(({ page }) => page.waitForFunction(hearsOfIt)));
}
