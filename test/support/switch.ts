import { connect, createServer, type Socket } from 'node:net';

/** An address that stays, in front of a server that may be away, or be another one later. */
export interface Switch {
  readonly port: number;
  turn(to: number | 'off'): void;
  close(): Promise<void>;
}

/** On a `port` of its own, unless somebody outside knows it by one. */
export async function startSwitch(to: number | 'off', port = 0): Promise<Switch> {
  const open = new Set<Socket>();
  let target = to;

  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (target === 'off') return void socket.destroy();
    const other = connect(target, '127.0.0.1');
    for (const [from, into] of [
      [socket, other],
      [other, socket],
    ] as const) {
      open.add(from);
      from.pipe(into);
      from.on('error', () => into.destroy());
      from.on('close', () => {
        open.delete(from);
        into.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    turn(next) {
      target = next;
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}
