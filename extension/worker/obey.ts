import type { PageMessage } from '../../edge/protocol/bridge.ts';
import type { Message, Sender, Wish } from '../messages.ts';
import { readAddress } from '../store/address.ts';
import { currentCall, forgetPage, hear } from '../store/calls.ts';
import { rememberCall, takeMade } from '../store/history.ts';
import { changeSession, readSession } from '../store/session.ts';
import { readSettings } from '../store/settings.ts';
import { callAddress } from './about.ts';
import { doDue } from './due.ts';
import { enter, Refusal, startCall } from './meetings.ts';
import { deliver, showTab, tellPage } from './pages.ts';
import { settleShare, shareOrStop } from './share.ts';

export async function obeyMessage(message: Message, sender: Sender): Promise<void> {
  if (message.kind === 'wish') {
    if (sender.kind === 'own-page') await obeyWish(message.wish);
    return;
  }
  if (sender.kind !== 'tab') return;
  const { server, clickToCall } = await readSettings();
  if (message.kind === 'call-address') {
    const address = clickToCall ? readAddress(message.address) : null;
    if (address !== null) await callAddress(address);
    return;
  }
  if (sender.origin !== server) return;
  if (message.kind === 'page-gone') {
    await changeSession((session) => forgetPage(session, sender.tab));
    return;
  }
  await obeyPage(message.message, sender.tab);
}

async function obeyPage(message: PageMessage, tab: number): Promise<void> {
  switch (message.type) {
    case 'here':
      return;
    case 'outcome':
      await settleShare(tab, message.id, message.refusal);
      if (message.refusal !== null) throw new Refusal(message.refusal);
      return;
    case 'report': {
      const { report } = message;
      await changeSession((session) => hear(session, tab, report, Date.now()));
      await deliver(tab);
      if (report.phase === 'none') return;
      const { meeting, name } = report;
      if (report.phase === 'live') await rememberCall({ meeting, name, at: report.since });
      else await handTokenOver(tab, meeting);
      return doDue();
    }
  }
}

/** To the page of a call whose link was put into some text long ago. */
async function handTokenOver(tab: number, meeting: Parameters<typeof takeMade>[0]): Promise<void> {
  const made = await takeMade(meeting, Date.now());
  if (made === undefined) return;
  const { hostToken } = made;
  const asItIs = { joinAtOnce: false, copyLink: false } as const;
  await tellPage(tab, { type: 'open', meeting, hostToken, ...asItIs });
}

async function obeyWish(wish: Wish): Promise<void> {
  switch (wish.type) {
    case 'start':
      await startCall();
      return;
    case 'enter': {
      const { meeting, mediaKey, hostToken, joinAtOnce, copyLink } = wish;
      const link = mediaKey === undefined ? { id: meeting } : { id: meeting, mediaKey };
      await enter({ link, hostToken, joinAtOnce, copyLink });
      return;
    }
    case 'share':
      await shareOrStop(wish.tab);
      return doDue();
    case 'dismiss':
      await changeSession((session) => ({ ...session, [wish.what]: null }));
      return;
    case 'return':
    case 'turn':
    case 'hang-up':
    case 'stop-sharing':
      return control(wish);
  }
}

/** A button, or a key, about the call that runs. */
export async function control(
  wish:
    | Extract<Wish, { type: 'return' | 'hang-up' | 'stop-sharing' }>
    | { readonly type: 'turn'; readonly source: 'microphone' | 'camera'; readonly on?: boolean },
): Promise<void> {
  const call = currentCall(await readSession());
  if (call === null) throw new Refusal('not-in-call');
  if (wish.type === 'return') return showTab(call.tab);
  if (!(await tellPage(call.tab, wish))) throw new Refusal('not-in-call');
}
