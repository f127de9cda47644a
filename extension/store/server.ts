import * as v from 'valibot';

/** Calls need a secure page; a browser takes this very machine for one. */
const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

export type AddressProblem = 'not-an-address' | 'insecure';

/** Reads an address as people type it; what is left is the server's origin. */
export function readServer(text: string): string | AddressProblem {
  const typed = text.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  const url = URL.parse(address);
  if (url === null || url.hostname === '' || /\s/.test(typed)) return 'not-an-address';
  if (url.username !== '' || url.password !== '') return 'not-an-address';
  if (url.protocol === 'https:') return url.origin;
  if (url.protocol !== 'http:') return 'not-an-address';
  return thisMachine.has(url.hostname) ? url.origin : 'insecure';
}

/** The origin of a server, and nothing else. */
export const ServerOrigin = v.pipe(
  v.string(),
  v.check((text) => readServer(text) === text, 'not the origin of a server'),
);

/** What a server's pages are matched by. Firefox knows no ports in match patterns: there, all of them match. */
export function patternOf(server: string, withPort: boolean): string {
  const { protocol, host, hostname } = new URL(server);
  return `${protocol}//${withPort ? host : hostname}/*`;
}

export function isPageOf(server: string | null, address: string | undefined): boolean {
  return server !== null && address !== undefined && URL.parse(address)?.origin === server;
}
