import * as v from 'valibot';
import { MeetingId } from '../edge/protocol/ids.ts';
import { limits } from '../edge/protocol/limits.ts';

const Device = v.picklist(['microphone', 'camera']);

/** How somebody was in a call, so that they can be in it again just so: what was off stays off. */
const Stay = v.object({
  meeting: MeetingId,
  name: v.string(),
  on: v.array(Device),
  at: v.number(),
});
export type Stay = v.InferOutput<typeof Stay>;
export type Back = Readonly<Pick<Stay, 'name' | 'on'>>;

/** Of this tab, over a reload. */
export interface StayStore {
  /** Undefined but right after a reload in the call, for as long as the room keeps the seat. */
  afterReload(meeting: MeetingId): Stay | undefined;
  keep(stay: Omit<Stay, 'at'>): void;
  forget(): void;
}

export interface StayPorts {
  /** Of the session: another tab is another stay. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly isReload: boolean;
  now(): number;
}

const storageKey = 'holler.stay';

export function createStayStore({ storage, isReload, now }: StayPorts): StayStore {
  function read(): Stay | undefined {
    try {
      const stay = v.safeParse(Stay, JSON.parse(storage.getItem(storageKey) ?? 'null'));
      return stay.success ? stay.output : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    afterReload(meeting) {
      const stay = isReload ? read() : undefined;
      const isFresh = stay !== undefined && now() - stay.at < limits.seatGraceMs;
      return isFresh && stay.meeting === meeting ? stay : undefined;
    },
    keep(stay) {
      try {
        storage.setItem(storageKey, JSON.stringify({ ...stay, at: now() }));
      } catch {
        // Blocked or full: a reload ends in the lobby.
      }
    },
    forget() {
      try {
        storage.removeItem(storageKey);
      } catch {
        // Blocked: there is nothing to forget.
      }
    },
  };
}
