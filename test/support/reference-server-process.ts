import type { AddressInfo } from 'node:net';
import { PeerServer } from 'peer';

/** The `peer` package in a process of its own: its timers never stop, and a bad frame can take it down. */
PeerServer({ host: '127.0.0.1', port: 0, path: '/' }, (server) => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.on('disconnect', () => process.exit());
