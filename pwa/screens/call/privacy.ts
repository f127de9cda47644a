import type { Privacy } from '../../call/keys/key-desk.ts';
import type { RemoteMap } from '../../call/remote-media.ts';
import type { RoomView } from '../../call/room-view.ts';

/** What is shown of a call's privacy: `unfit` is a key that does not open what the others send. */
export type ShownPrivacy = Privacy['kind'] | 'unfit';

export function shownPrivacy(
  privacy: Privacy,
  remote: RemoteMap,
  { encryption }: Pick<RoomView, 'encryption'>,
): ShownPrivacy {
  if (privacy.kind !== 'held') return privacy.kind;
  if (![...remote.values()].some(({ path }) => path === 'sealed')) return 'held';
  return privacy.generation === encryption?.generation ? 'unfit' : 'waiting';
}
