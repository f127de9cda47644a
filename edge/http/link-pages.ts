import { type Context, Hono } from 'hono';
import { partsOf, type Shelved } from '../recording/recording-reader.ts';
import { readRecordingSettings } from '../recording/settings.ts';
import { escaped, lengthOf, titleOf } from '../recording/words.ts';
import type { AppEnv } from './app.ts';
import { limitedLive, watched } from './live.ts';
import { limited, shelved } from './recordings.ts';

/** `/r/:token` and `/live/:token`: the app's own page, which says to whoever shows a preview what it is about. */
export function linkPages() {
  const routes = new Hono<AppEnv>();

  routes.get('/r/:token', limited, async (c) => {
    const found = await shelved(c);
    const parts = found?.state === 'ready' ? await partsOf(c.env.DB, found.id) : [];
    const durationMs = parts.reduce((sum, part) => sum + part.durationMs, 0);
    const about = durationMs > 0 ? `${lengthOf(durationMs)}, recorded with Holler` : 'Holler';
    return page(c, found, { title: found && titleOf(found), about });
  });

  routes.get('/live/:token', limitedLive, async (c) => {
    const found = await watched(c);
    const title = found && (found.title === '' ? 'A call, live' : `${found.title}, live`);
    return page(c, found, { title, about: 'Watch it with Holler' });
  });

  return routes;
}

/** Such a page brings the app's own headers. */
export function isLinkPage(path: string): boolean {
  return path.startsWith('/r/') || path.startsWith('/live/');
}

interface Preview {
  readonly title: string | undefined;
  readonly about: string;
}

/** A link that leads nowhere gets the page as well: it says so itself. */
async function page(c: Context<AppEnv>, found: Shelved | undefined, preview: Preview) {
  const shell = await c.env.ASSETS.fetch(new URL('/', c.req.url));
  const isGone = found === undefined || found.state === 'deleted';
  const answer = new Response(shell.body, {
    status: isGone ? 404 : shell.status,
    headers: shell.headers,
  });
  answer.headers.set('x-robots-tag', 'noindex, nofollow, noarchive');
  answer.headers.set('cache-control', 'no-store');
  answer.headers.delete('etag');
  allowStorage(c, answer.headers);
  const { title, about } = preview;
  const head = [
    '<meta name="robots" content="noindex, nofollow, noarchive">',
    ...(isGone || title === undefined
      ? []
      : [
          `<meta property="og:title" content="${escaped(title)}">`,
          `<meta property="og:description" content="${escaped(about)}">`,
          '<meta property="og:type" content="video.other">',
          '<meta property="og:site_name" content="Holler">',
          `<meta property="og:image" content="${new URL('/icon-512.png', c.req.url).href}">`,
        ]),
  ].join('\n');
  return new HTMLRewriter()
    .on('head', { element: (element) => void element.append(head, { html: true }) })
    .transform(answer);
}

/** Films come from the storage, which is elsewhere. */
function allowStorage(c: Context<AppEnv>, headers: Headers): void {
  const policy = headers.get('content-security-policy');
  const storage = readRecordingSettings(c.env)?.S3_ENDPOINT;
  if (policy === null || storage === undefined) return;
  const { origin } = new URL(storage);
  headers.set(
    'content-security-policy',
    policy
      .replace('media-src', `media-src ${origin}`)
      .replace('connect-src', `connect-src ${origin}`),
  );
}
