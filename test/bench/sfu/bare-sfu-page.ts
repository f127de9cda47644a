import type { MediaServer } from '../../../edge/protocol/room-messages.ts';
import { serveFiles } from '../serve-files.ts';

const files = {
  '/': { file: 'test/bench/bare-sfu-page/index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'test/bench/bare-sfu-page/page.js', type: 'text/javascript' },
  '/livekit-client.js': {
    file: 'node_modules/livekit-client/dist/livekit-client.umd.js',
    type: 'text/javascript',
  },
  '/e2ee-worker.js': {
    file: 'node_modules/livekit-client/dist/livekit-client.e2ee.worker.js',
    type: 'text/javascript',
  },
} as const;

export interface BareVisit {
  readonly server: MediaServer;
  readonly constraints: MediaStreamConstraints;
  /** What frames are sealed with; null when they are not. */
  readonly secret: Uint8Array | null;
}

export interface BareSfuPage {
  address(visit: BareVisit): string;
  stop(): Promise<void>;
}

/** A page of livekit-client and nothing else. */
export async function startBareSfuPage(): Promise<BareSfuPage> {
  const { server, port } = await serveFiles(files);
  return {
    address({ server: { url, token }, constraints, secret }) {
      const asked = new URLSearchParams({ url, token, constraints: JSON.stringify(constraints) });
      if (secret !== null) asked.set('secret', Buffer.from(secret).toString('base64'));
      return `http://127.0.0.1:${port}/#${asked}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
