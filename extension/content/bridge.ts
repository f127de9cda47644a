import * as v from 'valibot';
import browser from 'webextension-polyfill';
import {
  BridgeCommand,
  type CallReport,
  type ExtensionMessage,
  PageMessage,
  readBridgeMessage,
} from '../../edge/protocol/bridge.ts';
import { bridgeChannel } from '../../edge/protocol/bridge-channel.ts';
import type { Message } from '../messages.ts';
import { readSettings } from '../store/settings.ts';

/** The extension's end of the bridge, in the top frame of our server's pages and nowhere else. */

const Order = v.object({ kind: v.literal('order'), id: v.string(), command: BridgeCommand });

/** A page that says more than this in a second has gone wild; only its last word counts. */
const restMs = 100;
const mostOutcomes = 20;

declare global {
  /** In the extension's own world, which no page can look into. */
  var hollerBridge: AbortController | undefined;
}

async function connect(): Promise<void> {
  const { server } = await readSettings();
  if (window.top !== window || location.origin !== server) return;
  // After an update of the extension, the script of the one before is still here.
  globalThis.hollerBridge?.abort();
  const connection = new AbortController();
  globalThis.hollerBridge = connection;
  const { signal } = connection;
  const tell = createTeller(connection);
  const outcomes = new Set<string>();

  window.addEventListener(
    'message',
    (event) => {
      const message = readBridgeMessage(PageMessage, event, { window, origin: server });
      if (message === undefined) return;
      if (message.type === 'here') return sayHere();
      if (message.type === 'report') return tell.report(message.report);
      // Nobody answers what was not asked.
      if (outcomes.delete(message.id)) tell.outcome({ kind: 'page', message });
    },
    { signal },
  );
  const obey = (data: unknown): undefined => {
    const order = v.safeParse(Order, data);
    if (!order.success) return;
    const { id, command } = order.output;
    if (outcomes.size >= mostOutcomes) outcomes.clear();
    outcomes.add(id);
    say({ channel: bridgeChannel, from: 'extension', type: 'command', id, command });
  };
  browser.runtime.onMessage.addListener(obey);
  signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(obey));
  window.addEventListener('pagehide', () => tell.now({ kind: 'page-gone' }), { signal });
  window.addEventListener('pageshow', ({ persisted }) => persisted && sayHere(), { signal });
  sayHere();
}

function say(message: ExtensionMessage): void {
  window.postMessage(message, location.origin);
}

function sayHere(): void {
  say({ channel: bridgeChannel, from: 'extension', type: 'here' });
}

/** Reports at once when it was quiet, and the newest of many when it was not. */
function createTeller(connection: AbortController) {
  let newest: CallReport | null = null;
  let resting = false;

  function now(message: Message): void {
    browser.runtime.sendMessage(message).catch(() => {
      // The extension was updated or removed: this script belongs to nobody any more.
      if (browser.runtime?.id === undefined) connection.abort();
    });
  }

  function send(report: CallReport): void {
    now({
      kind: 'page',
      message: { channel: bridgeChannel, from: 'page', type: 'report', report },
    });
  }

  function flush(): void {
    if (newest === null) {
      resting = false;
      return;
    }
    send(newest);
    newest = null;
    resting = true;
    setTimeout(flush, restMs);
  }

  return {
    now,
    /** After what has changed with it. */
    outcome(message: Message): void {
      if (newest !== null) send(newest);
      newest = null;
      now(message);
    },
    report(report: CallReport): void {
      newest = report;
      if (!resting) flush();
    },
  };
}

void connect();
