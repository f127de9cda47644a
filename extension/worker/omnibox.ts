import browser, { type Omnibox } from 'webextension-polyfill';
import { readMeetingLink } from '../../edge/protocol/links.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { liveCall } from '../store/calls.ts';
import { readSession } from '../store/session.ts';
import { insertLink } from './insert.ts';
import { enter, startCall } from './meetings.ts';
import { showTab } from './pages.ts';
import { activeTab } from './share.ts';

const insertWord = 'link';

/** What the words after `holler` in the address bar mean. */
export function readOmnibox(text: string): 'start' | 'join' | 'insert' {
  if (text.trim().toLowerCase() === insertWord) return 'insert';
  return readMeetingLink(text) === undefined ? 'start' : 'join';
}

export function suggest(text: string): Omnibox.SuggestResult[] {
  const meaning = readOmnibox(text);
  browser.omnibox.setDefaultSuggestion({ description: extensionText.omnibox[meaning] });
  return meaning === 'insert' || text.trim() !== ''
    ? []
    : [{ content: insertWord, description: extensionText.omnibox.insert }];
}

export async function obeyOmnibox(text: string): Promise<void> {
  if (readOmnibox(text) === 'insert') return insertLink(await activeTab());
  const link = readMeetingLink(text);
  const live = liveCall(await readSession());
  if (link !== undefined) await enter({ link, joinAtOnce: false, copyLink: false });
  else if (live !== null) await showTab(live.tab);
  else await startCall();
}
