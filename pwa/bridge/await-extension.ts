import { bridgeChannel } from '../../edge/protocol/bridge-channel.ts';

type Talker = Pick<Window, 'addEventListener' | 'removeEventListener' | 'postMessage' | 'location'>;

/** Loads the bridge once an extension of ours speaks up in this very window; nobody else pays for it. */
export function awaitExtension(talker: Talker, load: () => Promise<void>): void {
  const hear = ({ source, data }: MessageEvent) => {
    if (source !== talker || data?.channel !== bridgeChannel || data.from !== 'extension') return;
    talker.removeEventListener('message', hear);
    // Without a network now, the page goes on without the extension until it is opened anew.
    load().catch(() => {});
  };
  talker.addEventListener('message', hear);
  talker.postMessage(
    { channel: bridgeChannel, from: 'page', type: 'here' },
    talker.location.origin,
  );
}
