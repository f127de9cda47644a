import type { Participant } from '../../../../edge/protocol/people.ts';
import { me, membersOf, type RoomView, waitingOf, youAreHosting } from '../../../call/room-view.ts';

/** What somebody in a call is told of the others, and of what they themselves may do now. */
export type PeopleNews =
  | { readonly kind: 'joined' | 'left'; readonly names: readonly string[] }
  | { readonly kind: 'hand'; readonly names: readonly string[] }
  | { readonly kind: 'knock'; readonly names: readonly string[] }
  /** `shutsDoor`: and so the waiting room is on from now on, as hosts have to know. */
  | { readonly kind: 'removed'; readonly names: readonly string[]; readonly shutsDoor: boolean }
  | { readonly kind: 'host' | 'cohost' | 'no-cohost' | 'locked' | 'unlocked' };

/** In a larger one somebody comes or goes all the time. */
export const mostInSmallCall = 5;

export function peopleNewsBetween(before: RoomView, after: RoomView): PeopleNews[] {
  if (before.people === after.people && before.settings === after.settings) return [];
  return [
    ...aboutKnocks(before, after),
    ...aboutMembers(before, after),
    ...aboutHands(before, after),
    ...aboutOneself(before, after),
    ...aboutSettings(before, after),
  ];
}

function aboutKnocks(before: RoomView, after: RoomView): PeopleNews[] {
  return named(
    'knock',
    waitingOf(after).filter(({ seat }) => before.people.get(seat)?.role !== 'waiting'),
  );
}

function aboutMembers(before: RoomView, after: RoomView): PeopleNews[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  const came = now.filter(({ seat }) => !isMember(before.people.get(seat)));
  const went = old.filter(({ seat }) => !isMember(after.people.get(seat)));
  const removed = went.filter(({ seat }) => after.removed.has(seat));
  const left = went.filter(({ seat }) => !after.removed.has(seat));
  const shutsDoor =
    !before.settings.waitingRoom && after.settings.waitingRoom && youAreHosting(after);
  const names = removed.map(({ name }) => name);
  const removal: PeopleNews[] = removed.length === 0 ? [] : [{ kind: 'removed', names, shutsDoor }];
  if (Math.max(old.length, now.length) > mostInSmallCall) return removal;
  return [...named('joined', came), ...removal, ...named('left', left)];
}

function aboutHands(before: RoomView, after: RoomView): PeopleNews[] {
  const raised = membersOf(after).filter(
    ({ seat, handRaisedAt }) =>
      seat !== after.you &&
      handRaisedAt !== null &&
      (before.people.get(seat)?.handRaisedAt ?? null) === null,
  );
  return named('hand', raised);
}

function aboutOneself(before: RoomView, after: RoomView): PeopleNews[] {
  const [was, is] = [me(before)?.role, me(after)?.role];
  if (was === undefined || is === undefined || was === is) return [];
  if (is === 'host' || is === 'cohost') return [{ kind: is }];
  return was === 'cohost' ? [{ kind: 'no-cohost' }] : [];
}

function aboutSettings(
  { settings: before }: RoomView,
  { settings: after }: RoomView,
): PeopleNews[] {
  if (before.locked === after.locked) return [];
  return [{ kind: after.locked ? 'locked' : 'unlocked' }];
}

function isMember(person: Participant | undefined): boolean {
  return person !== undefined && person.role !== 'waiting';
}

function named(
  kind: 'joined' | 'left' | 'hand' | 'knock',
  people: readonly Participant[],
): PeopleNews[] {
  return people.length === 0 ? [] : [{ kind, names: people.map(({ name }) => name) }];
}
