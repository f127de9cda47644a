import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import { Message, senderOf } from '../messages.ts';
import { forgetTab } from '../store/calls.ts';
import { changeSession, emptySession, parseSession, sessionKey } from '../store/session.ts';
import { parseSettings } from '../store/settings.ts';
import { drawButton, shownOf } from './button.ts';
import { doDue } from './due.ts';
import { Refusal, startCall } from './meetings.ts';
import { createMenus, obeyMenu } from './menus.ts';
import { control, obeyMessage } from './obey.ts';
import { obeyOmnibox, suggest } from './omnibox.ts';
import { joinOpenPages, placeScripts } from './scripts.ts';
import { activeTab, shareOrStop } from './share.ts';

/**
 * The worker sleeps most of the time, and every event may be the one that wakes it: all listeners are set before
 * anything is waited for, and nothing that is learnt stays here.
 */

/** Runs what somebody asked for; what stands in its way is shown at the toolbar button. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = error;
    await changeSession((session) => ({ ...session, notice: code }));
    await showNotice();
  }
}

/** Where the browser lets us, its sentence opens by itself; elsewhere the button points at it. */
async function showNotice(): Promise<void> {
  try {
    await drawButton();
    await browser.action.openPopup();
  } catch {
    // Not in this browser, or not in this window.
  }
}

/** Whoever starts anew does not want to read about the last attempt. */
async function attemptAnew(work: () => Promise<unknown>): Promise<void> {
  const forgotten = changeSession((session) =>
    session.notice === null ? session : { ...session, notice: null },
  );
  await attempt(work);
  await forgotten;
}

const commands: Readonly<Record<string, (tab: number | undefined) => Promise<unknown>>> = {
  'share-tab': async (tab) => {
    await shareOrStop(tab ?? (await activeTab()));
    await doDue();
  },
  'toggle-microphone': () => control({ type: 'turn', source: 'microphone' }),
  'return-to-call': () => control({ type: 'return' }),
};

browser.commands.onCommand.addListener((name, tab) => {
  const command = commands[name];
  if (command !== undefined) void attemptAnew(() => command(tab?.id));
});

browser.action.onClicked.addListener(() => void attemptAnew(startCall));

browser.contextMenus.onClicked.addListener((click, tab) => {
  void attemptAnew(() => obeyMenu(click, tab));
});

browser.omnibox.onInputChanged.addListener((text, answer) => answer(suggest(text)));
browser.omnibox.onInputEntered.addListener((text) => void attemptAnew(() => obeyOmnibox(text)));

browser.runtime.onMessage.addListener((data: unknown, from: Runtime.MessageSender): undefined => {
  const message = v.safeParse(Message, data);
  const sender = senderOf(from);
  if (!message.success || sender === undefined) return;
  const work = () => obeyMessage(message.output, sender);
  const isWish = message.output.kind === 'wish' && message.output.wish.type !== 'dismiss';
  void (isWish ? attemptAnew(work) : attempt(work));
});

browser.tabs.onRemoved.addListener((tab) => {
  void changeSession((session) => forgetTab(session, tab));
});

browser.storage.onChanged.addListener((changes, area) => {
  const { settings, [sessionKey]: session } = changes;
  if (area === 'session' && session !== undefined) {
    const [before, after] = [session.oldValue, session.newValue].map(parseSession).map(shownOf);
    if (before !== after) void drawButton();
  }
  if (area !== 'local' || settings === undefined) return;
  void drawButton();
  const [before, after] = [parseSettings(settings.oldValue), parseSettings(settings.newValue)];
  if (before.server !== after.server) void serverChanged();
  else if (before.clickToCall !== after.clickToCall) void placeScripts();
});

/** Pages of the server before are nobody's now; those of the new one say for themselves how they are. */
async function serverChanged(): Promise<void> {
  await changeSession(() => emptySession);
  await settingsChanged();
}

async function settingsChanged(): Promise<void> {
  await placeScripts();
  await joinOpenPages();
}

browser.permissions.onRemoved.addListener(() => void placeScripts());

browser.runtime.onStartup.addListener(() => void drawButton());

browser.runtime.onInstalled.addListener(async ({ reason }) => {
  await createMenus();
  await settingsChanged();
  await drawButton();
  if (reason === 'install') await browser.runtime.openOptionsPage();
});
