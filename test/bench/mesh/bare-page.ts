import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inRoot } from '../../../edge/dev/paths.ts';
import { type ReferenceServer, startReferenceServer } from '../../support/reference-server.ts';

const files = {
  '/': { file: 'test/bench/bare-page/index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'test/bench/bare-page/page.js', type: 'text/javascript' },
  '/peerjs.min.js': { file: 'node_modules/peerjs/dist/peerjs.min.js', type: 'text/javascript' },
} as const;

export interface BarePage {
  /** Where `id` calls `others` as soon as Join is pressed. */
  address(id: string, others: readonly string[], constraints: string): string;
  stop(): Promise<void>;
}

/** A page of peerjs and nothing else, with the `peer` package beside it. */
export async function startBarePage(): Promise<BarePage> {
  const signalling: ReferenceServer = await startReferenceServer();
  const contents = new Map<string, { readonly body: Buffer; readonly type: string }>();
  for (const [path, { file, type }] of Object.entries(files)) {
    contents.set(path, { body: await readFile(inRoot(file)), type });
  }
  const server = createServer((request, response) => {
    const content = contents.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': content.type }).end(content.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (id, others, constraints) => {
      const { port: peerPort } = new URL(signalling.origin);
      const asked = new URLSearchParams({ id, call: others.join(), port: peerPort, constraints });
      return `http://127.0.0.1:${port}/?${asked}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await signalling.stop();
    },
  };
}
