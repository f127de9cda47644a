import * as v from 'valibot';
import { MeetingId, SeatId, Secret } from '../../../edge/protocol/ids.ts';
import { MediaKey } from '../../../edge/protocol/links.ts';

const KnownMeeting = v.object({
  seat: v.optional(v.object({ id: SeatId, secret: Secret })),
  hostToken: v.optional(Secret),
  mediaKey: v.optional(MediaKey),
});
/** What this browser keeps about a meeting it has been in or has made. */
export type KnownMeeting = v.InferOutput<typeof KnownMeeting>;

export interface SeatStore {
  read(meeting: MeetingId): KnownMeeting;
  /** Adds to what is known; what `news` does not name stays. */
  remember(meeting: MeetingId, news: KnownMeeting): void;
  /** After the edge has called them wrong: the next try is a stranger's. */
  forgetTokens(meeting: MeetingId): void;
}

const storageKey = 'holler.meetings';
const keptMeetings = 50;

const Entry = v.tuple([MeetingId, KnownMeeting]);
type Entry = v.InferOutput<typeof Entry>;

function readEntries(text: string | null): Entry[] {
  if (text === null) return [];
  try {
    const list = v.safeParse(v.array(v.unknown()), JSON.parse(text));
    if (!list.success) return [];
    return list.output.flatMap((item) => {
      const entry = v.safeParse(Entry, item);
      return entry.success ? [entry.output] : [];
    });
  } catch {
    return [];
  }
}

/** Over `localStorage`, which may be full, forbidden, or written to by somebody else. */
export function createSeatStore(storage: Pick<Storage, 'getItem' | 'setItem'>): SeatStore {
  /** Without working storage a reload is a new seat; within this page nothing may change. */
  let fallback: Entry[] | undefined;

  function load(): Entry[] {
    if (fallback !== undefined) return fallback;
    try {
      return readEntries(storage.getItem(storageKey));
    } catch {
      return [];
    }
  }

  function save(meeting: MeetingId, known: KnownMeeting, entries: readonly Entry[]): void {
    const others = entries.filter(([id]) => id !== meeting);
    const kept: Entry[] = [...others, [meeting, known] as Entry].slice(-keptMeetings);
    try {
      storage.setItem(storageKey, JSON.stringify(kept));
      fallback = undefined;
    } catch {
      fallback = kept;
    }
  }

  function find(meeting: MeetingId, entries: readonly Entry[]): KnownMeeting {
    return entries.find(([id]) => id === meeting)?.[1] ?? {};
  }

  return {
    read: (meeting) => find(meeting, load()),
    remember(meeting, news) {
      const entries = load();
      save(meeting, { ...find(meeting, entries), ...news }, entries);
    },
    forgetTokens(meeting) {
      const entries = load();
      const { mediaKey } = find(meeting, entries);
      save(meeting, mediaKey === undefined ? {} : { mediaKey }, entries);
    },
  };
}
