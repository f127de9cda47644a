import { effect } from '@preact/signals-core';
import {
  ExtensionMessage,
  type PageMessage,
  readBridgeMessage,
} from '../../edge/protocol/bridge.ts';
import { bridgeChannel } from '../../edge/protocol/bridge-channel.ts';
import type { App } from '../app.ts';
import { obey } from './obey.ts';
import { reportOf } from './report.ts';

type Talker = Pick<Window, 'addEventListener' | 'postMessage' | 'location'>;

/** The page's end of the bridge: tells the extension how the call is, and does what it says. */
export function connectBridge(
  talker: Talker,
  app: Pick<App, 'current' | 'launchMeeting' | 'screenOffered'>,
): void {
  const { origin } = talker.location;
  let told = '';

  function say(message: PageMessage): void {
    talker.postMessage(message, origin);
  }

  function report(): void {
    say({
      channel: bridgeChannel,
      from: 'page',
      type: 'report',
      report: reportOf(app.current.value),
    });
  }

  effect(() => {
    const now = JSON.stringify(reportOf(app.current.value));
    if (now === told) return;
    told = now;
    report();
  });

  talker.addEventListener('message', async (event) => {
    const own = { window: talker, origin };
    const message = readBridgeMessage(ExtensionMessage, event, own);
    if (message === undefined) return;
    if (message.type === 'here') return report();
    const refusal = await obey(app, message.command).catch(() => 'failed' as const);
    const { id } = message;
    say({ channel: bridgeChannel, from: 'page', type: 'outcome', id, refusal });
  });
}
