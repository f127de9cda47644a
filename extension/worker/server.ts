import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { Discovery } from '../../edge/protocol/discovery.ts';
import { protocolVersions } from '../../edge/protocol/version.ts';
import { patternOf } from '../store/server.ts';

export type ServerProblem = 'unreachable' | 'not-holler' | 'too-old' | 'too-new';

export type Verdict =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly problem: ServerProblem };

const patienceMs = 8_000;
/** Who answers with more than this is not the one we look for. */
const mostBytes = 10_000;

/** Firefox takes no port in a match pattern. */
const withPorts = !('getBrowserInfo' in browser.runtime);

export function patternFor(server: string): string {
  return patternOf(server, withPorts);
}

export function hasServer(server: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [patternFor(server)] });
}

/** Asks a server who it is. Redirects are not followed: the permission is for this origin only. */
export async function verifyServer(server: string): Promise<Verdict> {
  let text: string;
  try {
    const response = await fetch(new URL('/.well-known/holler', server), {
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    });
    text = await response.text();
    if (!response.ok || text.length > mostBytes) return { ok: false, problem: 'not-holler' };
  } catch {
    return { ok: false, problem: 'unreachable' };
  }
  return judge(text);
}

export function judge(text: string): Verdict {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'not-holler' };
  }
  const card = v.safeParse(Discovery, json);
  if (!card.success) return { ok: false, problem: 'not-holler' };
  const { version, protocol } = card.output;
  if (protocol.current < protocolVersions.oldest) return { ok: false, problem: 'too-old' };
  if (protocol.oldest > protocolVersions.current) return { ok: false, problem: 'too-new' };
  return { ok: true, version };
}
