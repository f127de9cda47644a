import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import { PageMessage } from '../edge/protocol/bridge.ts';
import { MeetingId, Secret } from '../edge/protocol/ids.ts';
import { MediaKey } from '../edge/protocol/links.ts';

/** From the extension's own pages: what a person pressed there. */
export const Wish = v.variant('type', [
  v.object({ type: v.literal('start') }),
  /** The popup has made the meeting already, to have its link on the clipboard. */
  v.object({
    type: v.literal('enter'),
    meeting: MeetingId,
    mediaKey: v.optional(MediaKey),
    hostToken: v.optional(Secret),
    joinAtOnce: v.boolean(),
    copyLink: v.boolean(),
  }),
  v.object({ type: v.literal('return') }),
  v.object({
    type: v.literal('turn'),
    source: v.picklist(['microphone', 'camera']),
    on: v.boolean(),
  }),
  v.object({ type: v.literal('hang-up') }),
  v.object({ type: v.literal('share'), tab: v.number() }),
  v.object({ type: v.literal('stop-sharing') }),
  v.object({ type: v.literal('dismiss'), what: v.picklist(['notice', 'invite']) }),
]);
export type Wish = v.InferOutput<typeof Wish>;

export const Message = v.variant('kind', [
  v.object({ kind: v.literal('wish'), wish: Wish }),
  /** From the content script in a page of our server. */
  v.object({ kind: v.literal('page'), message: PageMessage }),
  v.object({ kind: v.literal('page-gone') }),
  /** From a page where somebody clicked an address. */
  v.object({ kind: v.literal('call-address'), address: v.pipe(v.string(), v.maxLength(400)) }),
]);
export type Message = v.InferOutput<typeof Message>;

export type Sender =
  | { readonly kind: 'own-page' }
  | { readonly kind: 'tab'; readonly tab: number; readonly origin: string | null };

/** Who said it, by what the browser vouches for; undefined for anybody who has no business here. */
export function senderOf(sender: Runtime.MessageSender): Sender | undefined {
  if (sender.id !== browser.runtime.id) return undefined;
  const { url = '', tab, frameId } = sender;
  if (url.startsWith(browser.runtime.getURL(''))) return { kind: 'own-page' };
  if (tab?.id === undefined || frameId !== 0) return undefined;
  return { kind: 'tab', tab: tab.id, origin: URL.parse(url)?.origin ?? null };
}

/** For the extension's pages. */
export async function wish(wanted: Wish): Promise<void> {
  const message: Message = { kind: 'wish', wish: wanted };
  await browser.runtime.sendMessage(message);
}
