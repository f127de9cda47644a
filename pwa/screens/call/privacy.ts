import type { Privacy } from '../../call/keys/key-desk.ts';
import type { RemoteMap } from '../../call/received/remote-media.ts';
import type { RoomView } from '../../call/room-view.ts';

/**
 * What is shown of a call's privacy: `unfit` is a key that does not open what the others send, `recorded` one that a
 * recorder has, too.
 */
export type ShownPrivacy = Privacy['kind'] | 'unfit' | 'recorded';

export function shownPrivacy(
  privacy: Privacy,
  remote: RemoteMap,
  { encryption, recording }: Pick<RoomView, 'encryption' | 'recording'>,
): ShownPrivacy {
  if (privacy.kind !== 'held') return privacy.kind;
  if (![...remote.values()].some(({ path }) => path === 'sealed')) {
    return recording?.recorder ? 'recorded' : 'held';
  }
  return privacy.generation === encryption?.generation ? 'unfit' : 'waiting';
}
