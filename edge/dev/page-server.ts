import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
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
  // With a server of its own, Vite would end this process at a SIGTERM, before the edge has stopped.
  const http = createHttpServer();
  const vite = await createServer({
    configFile: inRoot('pwa/vite.config.ts'),
    cacheDir: join(cacheFolder, 'vite-dev'),
    clearScreen: false,
    server: {
      middlewareMode: { server: http },
      ws: { server: http },
      fs: { allow: [root] },
      proxy: proxyOf(options),
    },
  });
  http.on('request', vite.middlewares);
  http.listen(options.port, '127.0.0.1');
  await once(http, 'listening');
  return {
    async stop() {
      await vite.close();
      http.close();
      http.closeAllConnections();
    },
  };
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
