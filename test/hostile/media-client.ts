import { createInbox, type Inbox } from '../support/inbox.ts';
import { type Closing, openSocket } from '../support/socket.ts';

/** LiveKit's signalling as anybody can speak it who has a token; it answers in JSON whoever speaks JSON. */
export interface MediaClient {
  /** What came since it was first spoken to. */
  readonly messages: Inbox<Readonly<Record<string, unknown>>>;
  readonly closed: Promise<Closing>;
  send(request: Readonly<Record<string, unknown>>): void;
  close(): void;
}

/** Rejects when the server refuses the token. */
export async function openMedia(
  url: string,
  token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<MediaClient> {
  const messages = createInbox<Readonly<Record<string, unknown>>>('a media client');
  const query = new URLSearchParams({ access_token: token, protocol: '16', ...more });
  const socket = await openSocket(`${url}/rtc?${query}`, {
    frame: (frame) => {
      if (typeof frame === 'string') messages.put(JSON.parse(frame));
    },
    closed: ({ code }) => messages.end(`the socket closed (${code})`),
  });
  return {
    messages,
    closed: socket.closed,
    send: (request) => socket.send(JSON.stringify(request)),
    close: () => socket.close(),
  };
}

export type Published = 'published' | 'refused';

/** Asks to publish a source, and how LiveKit takes it. */
export async function tryToPublish(
  client: MediaClient,
  source: 'MICROPHONE' | 'CAMERA' | 'SCREEN_SHARE',
): Promise<Published> {
  const cid = `${source} ${Math.random()}`;
  const type = source === 'MICROPHONE' ? 'AUDIO' : 'VIDEO';
  client.send({ addTrack: { cid, type, source, name: source } });
  const answer = await client.messages.take(`an answer about ${source}`, (message) => {
    const { trackPublished, requestResponse } = message as Answer;
    return trackPublished?.cid === cid || requestResponse?.addTrack?.cid === cid;
  });
  return 'trackPublished' in answer ? 'published' : 'refused';
}

interface Answer {
  readonly trackPublished?: { readonly cid: string };
  readonly requestResponse?: { readonly addTrack?: { readonly cid: string } };
}
