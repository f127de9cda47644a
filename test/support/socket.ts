export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export type Frame = string | ArrayBuffer;

/** A WebSocket of which nothing gets lost: frames go to `onFrame` from the first one on. */
export interface Socket {
  readonly closed: Promise<Closing>;
  readonly isOpen: boolean;
  send(frame: Frame): void;
  close(): void;
}

export class RefusedHandshake extends Error {}

export interface SocketHandlers {
  frame(frame: Frame): void;
  closed?(closing: Closing): void;
}

/** Resolves once the handshake is done; rejects when the server refuses it. */
export function openSocket(url: string, handlers: SocketHandlers): Promise<Socket> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', (event) => handlers.frame(event.data as Frame));
  const closed = new Promise<Closing>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      handlers.closed?.({ code, reason });
      resolve({ code, reason });
    });
  });
  const opened: Socket = {
    closed,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    send: (frame) => socket.send(frame),
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(opened), { once: true });
    socket.addEventListener('error', () => reject(new RefusedHandshake(url.replace(/\?.*/, ''))), {
      once: true,
    });
  });
}

export function webSocketAddress(origin: string, path: string): string {
  return new URL(path, origin.replace(/^http/, 'ws')).href;
}

/** `promise`, or an error that says what was waited for. */
export function within<T>(promise: Promise<T>, what: string, timeoutMs = 5_000): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not in ${timeoutMs} ms`)), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
