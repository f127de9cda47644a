import browser from 'webextension-polyfill';
import type { Secret } from '../../edge/protocol/ids.ts';
import { type MeetingLink, meetingPath } from '../../edge/protocol/links.ts';
import { CallError } from '../../pwa/meetings/call-error.ts';
import { makeMediaKey } from '../../pwa/meetings/media-key.ts';
import { createMeetingsApi } from '../../pwa/meetings/meetings-api.ts';
import type { NoticeCode } from '../../pwa/messages/en-extension.ts';
import { calmPage } from '../store/calls.ts';
import { changeSession, readSession } from '../store/session.ts';
import { readSettings } from '../store/settings.ts';
import { deliver, showTab, tellPage } from './pages.ts';
import { hasServer } from './server.ts';

/** A refusal that is told where the person looks next. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: NoticeCode;

  constructor(code: NoticeCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

export interface MadeCall {
  readonly link: Required<MeetingLink>;
  readonly hostToken: Secret;
  readonly expiresAt: number;
  /** As people send it to each other. */
  readonly address: string;
}

async function ourServer(): Promise<string> {
  const { server } = await readSettings();
  if (server === null) throw new Refusal('no-server');
  if (!(await hasServer(server))) throw new Refusal('no-permission');
  return server;
}

/** Makes a meeting as its page would; the key is made here and never sent to the server. */
export async function makeCall(): Promise<MadeCall> {
  const server = await ourServer();
  const api = createMeetingsApi({
    fetch: (path, request) =>
      fetch(new URL(String(path), server), { ...request, credentials: 'omit', redirect: 'error' }),
    lifecycle: { isOnline: () => navigator.onLine },
  });
  const options = { name: '', waitingRoom: false, share: 'everyone', record: 'everyone' } as const;
  const { id, host } = await api.create(options).catch((cause: unknown) => {
    const limited = cause instanceof CallError && cause.code === 'rate-limited';
    throw new Refusal(limited ? 'rate-limited' : 'unreachable', { cause });
  });
  const mediaKey = makeMediaKey({
    bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  const link = { id, mediaKey };
  const address = new URL(meetingPath(link), server).href;
  return { link, hostToken: host.token, expiresAt: host.expiresAt, address };
}

export interface Entry {
  readonly link: MeetingLink;
  readonly hostToken?: Secret | undefined;
  readonly joinAtOnce: boolean;
  readonly copyLink: boolean;
}

/**
 * Brings a meeting to front: in a page that is open and has no call, an installed app's window among them, or in a
 * new tab. Resolves to its tab.
 */
export async function enter({ link, hostToken, joinAtOnce, copyLink }: Entry): Promise<number> {
  const server = await ourServer();
  const command = {
    type: 'open',
    meeting: link.id,
    ...(link.mediaKey !== undefined && { mediaKey: link.mediaKey }),
    ...(hostToken !== undefined && { hostToken }),
    joinAtOnce,
    copyLink,
  } as const;
  const calm = calmPage(await readSession());
  if (calm !== null && (await tellPage(calm, command))) {
    await showTab(calm);
    return calm;
  }
  const { id: tab } = await browser.tabs.create({ url: new URL('/?handed', server).href });
  if (tab === undefined) throw new Refusal('unreachable');
  await changeSession((session) => ({ ...session, outbox: [...session.outbox, { tab, command }] }));
  await deliver(tab);
  return tab;
}

export async function startCall(): Promise<{ tab: number; address: string }> {
  const { link, hostToken, address } = await makeCall();
  return { tab: await enter({ link, hostToken, joinAtOnce: true, copyLink: true }), address };
}
