import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { BridgeCommand, CallReport } from '../../edge/protocol/bridge.ts';
import { extensionText, type NoticeCode } from '../../pwa/messages/en-extension.ts';
import { createTurns } from './in-turn.ts';

const TabId = v.pipe(v.number(), v.integer());
const noticeCodes = Object.keys(extensionText.notices) as [NoticeCode, ...NoticeCode[]];

/** One tab of the browser in one page with a call. */
const Share = v.object({ tab: TabId, page: TabId });

/**
 * All that the extension knows until the browser is closed. The worker may be put to sleep after every line of
 * its code: nothing lives in it, everything here.
 */
export const Session = v.object({
  /** Tabs with a page of our server, and what each said last. */
  pages: v.array(v.object({ tab: TabId, report: CallReport, at: v.number() })),
  /** Commands for a page that has not spoken yet. */
  outbox: v.array(v.object({ tab: TabId, command: BridgeCommand })),
  /** What is to be said in a page's chat as soon as its call is live. */
  posts: v.array(v.object({ tab: TabId, text: v.string(), at: v.number() })),
  sharing: v.nullable(Share),
  /** A tab that is to be shared, once its page is in a call; `command` when the page has been told. */
  asked: v.nullable(
    v.object({ ...Share.entries, command: v.nullable(v.string()), at: v.number() }),
  ),
  invite: v.nullable(
    v.object({ whom: v.string(), kind: v.picklist(['mail', 'phone']), link: v.string() }),
  ),
  notice: v.nullable(v.picklist(noticeCodes)),
});
export type Session = v.InferOutput<typeof Session>;

export const emptySession: Session = {
  pages: [],
  outbox: [],
  posts: [],
  sharing: null,
  asked: null,
  invite: null,
  notice: null,
};

export const sessionKey = 'session';

export function parseSession(stored: unknown): Session {
  const session = v.safeParse(Session, stored);
  return session.success ? session.output : emptySession;
}

export async function readSession(): Promise<Session> {
  const { [sessionKey]: stored } = await browser.storage.session.get(sessionKey);
  return parseSession(stored);
}

const inTurn = createTurns();

/** One change after the other: two events at once must not write over each other. */
export function changeSession(change: (session: Session) => Session): Promise<Session> {
  return inTurn(async () => {
    const before = await readSession();
    const after = change(before);
    if (after !== before) await browser.storage.session.set({ [sessionKey]: after });
    return after;
  });
}
