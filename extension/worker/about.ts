import type { MeetingId } from '../../edge/protocol/ids.ts';
import { limits } from '../../edge/protocol/limits.ts';
import { meetingPath, readMeetingLink } from '../../edge/protocol/links.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { type Address, readAddress } from '../store/address.ts';
import { liveCall } from '../store/calls.ts';
import { isPageOf } from '../store/server.ts';
import { changeSession, readSession } from '../store/session.ts';
import { readSettings } from '../store/settings.ts';
import { doDue } from './due.ts';
import { enter, startCall } from './meetings.ts';
import { showTab } from './pages.ts';

/** A call about something: in the one that runs, or in a new one, with that something in its chat. */
export async function callAbout(what: string, where: string): Promise<void> {
  const text = extensionText.about(what.trim(), shownAddress(where)).slice(0, limits.chatLength);
  const live = liveCall(await readSession());
  const tab = live === null ? (await startCall()).tab : live.tab;
  if (live !== null) await showTab(tab);
  await changeSession((session) => ({
    ...session,
    posts: [...session.posts, { tab, text, at: Date.now() }],
  }));
  await doDue();
}

/** What only this browser can open, or carries a whole file in its name, is no address for others. */
function shownAddress(where: string): string {
  return /^https?:/i.test(where) ? where : '';
}

/** A call with somebody: until there are contacts, they get its link by e-mail, or however one writes to a phone. */
export async function callAddress({ kind, whom }: Address): Promise<void> {
  const live = liveCall(await readSession());
  const link = live === null ? (await startCall()).address : await addressOf(live.report.meeting);
  if (live !== null) await showTab(live.tab);
  await changeSession((session) => ({ ...session, invite: { kind, whom, link } }));
}

/** Without the key, which only the call's page has: a member's browser hands it to whoever comes so. */
async function addressOf(id: MeetingId): Promise<string> {
  const { server } = await readSettings();
  return new URL(meetingPath({ id }), server ?? undefined).href;
}

/** A link that somebody pointed at: to a call of ours, to a person, or to anything else. */
export async function callLink(href: string, words: string): Promise<void> {
  const { server } = await readSettings();
  const link = isPageOf(server, href) ? readMeetingLink(href) : undefined;
  if (link !== undefined) {
    await enter({ link, joinAtOnce: false, copyLink: false });
    return;
  }
  const address = /^(mailto|tel):/i.test(href) ? readAddress(href) : null;
  return address === null ? callAbout(words, href) : callAddress(address);
}
