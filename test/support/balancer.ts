import { connect, createServer, type Server, type Socket } from 'node:net';

/** What stands before the nodes of a cluster: hands each connection to the next that takes it. */
export interface Balancer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;

  function join(one: Socket, other: Socket): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  }

  function handOn(socket: Socket, tries: number): void {
    const port = ports[turn % ports.length];
    turn += 1;
    if (port === undefined || tries === 0) return void socket.destroy();
    const node = connect(port, '127.0.0.1');
    const refused = () => handOn(socket, tries - 1);
    node.once('error', refused);
    node.once('connect', () => {
      node.off('error', refused);
      join(socket, node);
    });
  }

  const server = createServer((socket) => {
    socket.on('error', () => {});
    handOn(socket, ports.length);
  });
  return {
    port: await listening(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
