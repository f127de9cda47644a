import browser from 'webextension-polyfill';
import type { BridgeCommand } from '../../edge/protocol/bridge.ts';
import { forgetPage } from '../store/calls.ts';
import { changeSession } from '../store/session.ts';

export interface Order {
  readonly kind: 'order';
  readonly id: string;
  readonly command: BridgeCommand;
}

/** Tells a page of ours what to do; its outcome comes as a message of its own. False when nobody is there. */
export async function tellPage(
  tab: number,
  command: BridgeCommand,
  id: string = crypto.randomUUID(),
): Promise<boolean> {
  const order: Order = { kind: 'order', id, command };
  try {
    await browser.tabs.sendMessage(tab, order, { frameId: 0 });
    return true;
  } catch {
    await changeSession((session) => forgetPage(session, tab));
    return false;
  }
}

export async function showTab(tab: number): Promise<void> {
  try {
    const { windowId } = await browser.tabs.update(tab, { active: true });
    if (windowId !== undefined) await browser.windows.update(windowId, { focused: true });
  } catch {
    // Closed a moment ago; whoever asked sees that it is not there.
  }
}

/** Sends what was kept for a page until it spoke. */
export async function deliver(tab: number): Promise<void> {
  let letters: readonly BridgeCommand[] = [];
  await changeSession((session) => {
    const speaks = session.pages.some((page) => page.tab === tab);
    const mine = session.outbox.filter((letter) => letter.tab === tab);
    if (!speaks || mine.length === 0) return session;
    letters = mine.map(({ command }) => command);
    return { ...session, outbox: session.outbox.filter((letter) => letter.tab !== tab) };
  });
  for (const command of letters) await tellPage(tab, command);
}
