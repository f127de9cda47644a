import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { MeetingId, Secret } from '../../edge/protocol/ids.ts';

/** Without keys: the pages of the call keep those, and joining by id alone works for who has them not. */
const RecentCall = v.object({ meeting: MeetingId, name: v.string(), at: v.number() });
export type RecentCall = v.InferOutput<typeof RecentCall>;

/** A meeting whose link was put into a text: whoever made it is its host when they come. */
const MadeMeeting = v.object({ meeting: MeetingId, hostToken: Secret, expiresAt: v.number() });
export type MadeMeeting = v.InferOutput<typeof MadeMeeting>;

const keptCalls = 6;
const keptMeetings = 50;

async function readList<T>(key: string, schema: v.GenericSchema<unknown, T>): Promise<T[]> {
  const { [key]: stored } = await browser.storage.local.get(key);
  return parseList(stored, schema);
}

function parseList<T>(stored: unknown, schema: v.GenericSchema<unknown, T>): T[] {
  const list = v.safeParse(v.array(schema), stored);
  return list.success ? list.output : [];
}

export function readRecent(): Promise<RecentCall[]> {
  return readList('recent', RecentCall);
}

export function parseRecent(stored: unknown): RecentCall[] {
  return parseList(stored, RecentCall);
}

export function addRecent(list: readonly RecentCall[], call: RecentCall): RecentCall[] {
  return [call, ...list.filter(({ meeting }) => meeting !== call.meeting)].slice(0, keptCalls);
}

export async function rememberCall(call: RecentCall): Promise<void> {
  const list = await readRecent();
  const [last] = list;
  if (last?.meeting === call.meeting && last.name === call.name) return;
  await browser.storage.local.set({ recent: addRecent(list, call) });
}

export async function rememberMade(made: MadeMeeting): Promise<void> {
  const list = await readList('made', MadeMeeting);
  await browser.storage.local.set({ made: [...list, made].slice(-keptMeetings) });
}

/** Gives the token away: from here on the page of the call keeps it. */
export async function takeMade(meeting: MeetingId, now: number): Promise<MadeMeeting | undefined> {
  const list = await readList('made', MadeMeeting);
  const mine = list.find((made) => made.meeting === meeting);
  if (mine === undefined) return undefined;
  await browser.storage.local.set({ made: list.filter((made) => made !== mine) });
  return mine.expiresAt > now ? mine : undefined;
}
