import { exports } from 'cloudflare:workers';

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export interface SocketHandlers {
  frame(frame: string): void;
  closed(closing: Closing): void;
}

export interface TestSocket {
  readonly closed: Promise<Closing>;
  send(frame: string | ArrayBuffer): void;
  /** Ends as when the network does: no word that the room's protocol would know. */
  lose(): void;
}

/** Opens a WebSocket through the Worker, as a browser does. */
export async function openSocket(path: string, handlers: SocketHandlers): Promise<TestSocket> {
  const answer = await exports.default.fetch(`https://holler.example${path}`, {
    headers: { upgrade: 'websocket' },
  });
  const socket = answer.webSocket;
  if (!socket) throw new Error(`no WebSocket at ${path.split('?')[0]}: status ${answer.status}`);
  const closed = new Promise<Closing>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      handlers.closed({ code, reason });
      resolve({ code, reason });
    });
  });
  socket.addEventListener('message', ({ data }) => handlers.frame(String(data)));
  socket.accept();
  return {
    closed,
    send: (frame) => socket.send(frame),
    lose: () => socket.close(1_001, 'going away'),
  };
}
