import type { Invite, InviteOptions } from './invite.ts';
import type { Person } from './person.ts';

interface Three {
  readonly ann: Person;
  readonly ben: Person;
  readonly cleo: Person;
  readonly link: string;
}

/** Ann has started a call, Ben and Cleo have joined it. */
export async function threeInACall(invite: Invite, options?: InviteOptions): Promise<Three> {
  const ann = await invite('Ann', options);
  const ben = await invite('Ben', options);
  const cleo = await invite('Cleo', options);
  const link = await ann.startCall();
  for (const late of [ben, cleo]) await late.joinBy(link);
  return { ann, ben, cleo, link };
}
