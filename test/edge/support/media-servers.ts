import { afterEach, beforeEach, vi } from 'vitest';
import { createInbox, type Inbox } from '../../support/inbox.ts';
import { testClusters } from './clusters.ts';

export interface MediaRequest {
  readonly cluster: string;
  readonly method: string;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Health = 'up' | 'down' | 'broken' | 'forgetful';

export interface MediaServers {
  readonly requests: Inbox<MediaRequest>;
  /** `down` cannot be reached, `broken` answers with errors, `forgetful` knows nobody. */
  become(health: Health, cluster?: string): void;
  /** The next request to it is lost. */
  falter(cluster: string): void;
  asked(method: string): Promise<MediaRequest>;
}

const origins = new Map(
  testClusters.map(({ name, url, api }) => [new URL(api ?? url.replace('ws', 'http')).host, name]),
);

/** Answers what the edge asks of its media servers, in every test of the file. */
export function useMediaServers(): MediaServers {
  let requests = createInbox<MediaRequest>('the media servers');
  const health = new Map<string, Health>();
  const faltering = new Set<string>();

  async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const { host, pathname } = new URL(request.url);
    const cluster = origins.get(host);
    if (cluster === undefined) throw new Error(`no test reaches ${host}`);
    if (faltering.delete(cluster)) throw new TypeError('Network connection lost.');
    const state = health.get(cluster) ?? 'up';
    if (state === 'down') throw new TypeError('Network connection lost.');
    requests.put({
      cluster,
      method: pathname.replace('/twirp/livekit.RoomService/', ''),
      token: request.headers.get('authorization') ?? '',
      body: (await request.json()) as MediaRequest['body'],
    });
    if (state === 'up') return Response.json({});
    const error = state === 'broken' ? { code: 'internal', msg: 'no' } : { code: 'not_found' };
    return Response.json(error, { status: state === 'broken' ? 500 : 404 });
  }

  beforeEach(() => {
    requests = createInbox<MediaRequest>('the media servers');
    health.clear();
    faltering.clear();
    vi.stubGlobal('fetch', answer);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  return {
    get requests() {
      return requests;
    },
    become: (state, cluster) => {
      for (const { name } of testClusters) {
        if (cluster === undefined || cluster === name) health.set(name, state);
      }
    },
    falter: (cluster) => void faltering.add(cluster),
    asked: (method) => requests.take(`a request ${method}`, (each) => each.method === method),
  };
}
