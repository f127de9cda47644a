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

/**
 * Local workerd sends the close frame at once, but ends the connection of a hibernatable socket only when
 * the object goes to sleep, 10 s later, unless the socket's own message made it close.
 */
const slowestCloseMs = 15_000;

export function untilClosed({ closed }: { readonly closed: Promise<Closing> }): Promise<Closing> {
  return within(closed, 'the close', slowestCloseMs);
}

/** `promise`, or an error that says what was waited for. */
function within<T>(promise: Promise<T>, what: string, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not in ${timeoutMs} ms`)), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
