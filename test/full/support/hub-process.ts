import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../edge/dev/ports.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { startCoturn } from './coturn.ts';

/** The servers of a network, run inside its hub's namespace: `hub-process.ts ADDRESS`. */
const [, , address = ''] = process.argv;
const folder = await mkdtemp(join(tmpdir(), 'holler-hub-'));
const turn = await startCoturn({ folder, address, port: await freePort() });
const stack = await startTestStack({ settings: { ...turn?.settings } });

// The edge listens on the loopback address alone; guests come in by the bridge.
const gate = createServer((guest) => {
  const { hostname, port } = new URL(stack.origin);
  couple(guest, connect(Number(port), hostname));
});
gate.listen(0, address, () => {
  const { port } = gate.address() as AddressInfo;
  process.send?.(`http://${address}:${port}`);
});

function couple(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

process.on('disconnect', async () => {
  await Promise.all([stack.stop(), turn?.stop()]);
  await rm(folder, { recursive: true, force: true });
  process.exit();
});
