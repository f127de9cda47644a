import { type ReferenceServer, startReferenceServer } from '../../support/reference-server.ts';
import { serveFiles } from '../serve-files.ts';

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
  const { server, port } = await serveFiles(files);
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
