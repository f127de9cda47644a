import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

export type PortState = 'free' | 'in-use' | 'not-allowed';

/** Both loopback addresses count: a browser that opens `localhost` may try either first. */
export async function portState(port: number): Promise<PortState> {
  const v4 = await tryListen(port, '127.0.0.1');
  return v4 === 'free' ? tryListen(port, '::1') : v4;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export async function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.on('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

function tryListen(port: number, host: string): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => resolve(stateOf(error.code)));
    server.listen(port, host, () => server.close(() => resolve('free')));
  });
}

function stateOf(code: string | undefined): PortState {
  if (code === 'EADDRINUSE') return 'in-use';
  // A machine without IPv6 has no such address to be taken.
  return code === 'EACCES' ? 'not-allowed' : 'free';
}
