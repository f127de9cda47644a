import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inRoot } from '../../../edge/dev/paths.ts';
import type { MediaServer } from '../../../edge/protocol/room-messages.ts';

const files = {
  '/': { file: 'test/bench/bare-sfu-page/index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'test/bench/bare-sfu-page/page.js', type: 'text/javascript' },
  '/livekit-client.js': {
    file: 'node_modules/livekit-client/dist/livekit-client.umd.js',
    type: 'text/javascript',
  },
} as const;

export interface BareSfuPage {
  /** Where Join connects to `server`, with a camera and a microphone as `constraints` say. */
  address(server: MediaServer, constraints: MediaStreamConstraints): string;
  stop(): Promise<void>;
}

/** A page of livekit-client and nothing else. */
export async function startBareSfuPage(): Promise<BareSfuPage> {
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
    address: ({ url, token }, constraints) => {
      const asked = new URLSearchParams({ url, token, constraints: JSON.stringify(constraints) });
      return `http://127.0.0.1:${port}/#${asked}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
