import browser from 'webextension-polyfill';
import { type BridgeRefusal, CaptureId } from '../../edge/protocol/bridge.ts';
import { brandIf } from '../../edge/protocol/ids.ts';
import { shareStep } from '../store/calls.ts';
import { changeSession, readSession } from '../store/session.ts';
import { Refusal, startCall } from './meetings.ts';
import { showTab, tellPage } from './pages.ts';

const capture = typeof chrome === 'undefined' ? undefined : chrome.tabCapture;

/** The one key for sharing, wherever it was pressed. */
export async function shareOrStop(tab: number): Promise<void> {
  const step = shareStep(await readSession(), tab, capture !== undefined);
  switch (step.step) {
    case 'stop':
      await tellPage(step.page, { type: 'stop-sharing' });
      return;
    case 'share':
      return share(tab, step.page);
    case 'wait':
      await refuseUncapturable(tab);
      await askFor(tab, step.page);
      return showTab(step.page);
    case 'start': {
      await refuseUncapturable(tab);
      const { tab: page } = await startCall();
      return askFor(tab, page);
    }
    case 'refuse':
      throw new Refusal(step.why);
  }
}

async function askFor(tab: number, page: number): Promise<void> {
  await changeSession((session) => ({
    ...session,
    asked: { tab, page, command: null, at: Date.now() },
  }));
}

/** The id is for that page alone, good once and for seconds: it is made when the page can use it, not before. */
export async function share(tab: number, page: number): Promise<void> {
  if (capture === undefined) {
    await tellPage(page, { type: 'offer-screen' });
    return showTab(page);
  }
  const id = await mint(tab, page);
  const command = crypto.randomUUID();
  // Whatever the page answers changes the session after this; so nobody waits for it to be stored.
  const noted = changeSession((session) => ({
    ...session,
    asked: { tab, page, command, at: Date.now() },
  }));
  const told = await tellPage(page, { type: 'share-tab', capture: id }, command);
  await noted;
  if (!told) throw new Refusal('not-in-call');
}

async function mint(tab: number, page: number): Promise<CaptureId> {
  try {
    const id = await capture?.getMediaStreamId({ targetTabId: tab, consumerTabId: page });
    const read = brandIf(CaptureId, id);
    if (read !== undefined) return read;
  } catch (cause) {
    throw new Refusal('uncapturable', { cause });
  }
  throw new Refusal('uncapturable');
}

/** Nobody wants to be in a call of their own only to read that the tab cannot come along. */
async function refuseUncapturable(tab: number): Promise<void> {
  if (capture !== undefined) await mint(tab, tab);
}

/** What came of the last `share-tab`. */
export async function settleShare(
  page: number,
  id: string,
  refusal: BridgeRefusal | null,
): Promise<void> {
  await changeSession((session) => {
    const { asked } = session;
    if (asked?.command !== id || asked.page !== page) return session;
    if (refusal !== null) return { ...session, asked: null };
    const report = session.pages.find((known) => known.tab === page)?.report;
    const shares = report?.phase === 'live' && report.sharing === 'tab';
    return { ...session, asked: null, sharing: shares ? { tab: asked.tab, page } : null };
  });
}

/** The tab that somebody looks at. */
export async function activeTab(): Promise<number> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  if (tab?.id === undefined) throw new Refusal('uncapturable');
  return tab.id;
}
