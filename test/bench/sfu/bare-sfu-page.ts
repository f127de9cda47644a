import type { MediaServer } from '../../../edge/protocol/room-messages.ts';
import { serveFiles } from '../serve-files.ts';

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
  const { server, port } = await serveFiles(files);
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
