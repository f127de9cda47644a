import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createServer, type ProxyOptions } from 'vite';
import { cacheFolder, inRoot, root } from './paths.ts';
import { patternSource } from './worker-paths.ts';

export interface PageServerOptions {
  readonly port: number;
  readonly edgePort: number;
  /** What the edge answers, in `wrangler.toml`'s notation. */
  readonly workerPatterns: readonly string[];
}

export interface PageServer {
  stop(): Promise<void>;
}

/** Serves the pages from their sources, reloads them when a source changes, and hands the rest to the edge. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const server = await createServer({
    configFile: inRoot('pwa/vite.config.ts'),
    cacheDir: join(cacheFolder, 'vite-dev'),
    clearScreen: false,
    server: {
      host: '127.0.0.1',
      port: options.port,
      strictPort: true,
      fs: { allow: [root] },
      proxy: proxyOf(options),
    },
  });
  await server.listen();
  return { stop: () => server.close() };
}

function proxyOf({ edgePort, workerPatterns }: PageServerOptions): Record<string, ProxyOptions> {
  const target = `http://127.0.0.1:${edgePort}`;
  const proxied = { target, ws: true, bypass: pageInstead } satisfies ProxyOptions;
  return Object.fromEntries(workerPatterns.map((pattern) => [patternSource(pattern), proxied]));
}

/**
 * A link to a recording opens a page of the app. The edge would answer with the built one, whose scripts are not
 * here: the page comes from the sources, and only what it then asks for from the edge.
 */
function pageInstead({ url = '', headers }: IncomingMessage): string | undefined {
  const isLinkPage = /^\/(?:r|live)\/[^/?]+(?:\?|$)/.test(url);
  return isLinkPage && headers.accept?.includes('text/html') ? '/index.html' : undefined;
}
