import * as v from 'valibot';
import { expect, test } from 'vitest';
import { LinkToken } from '../../../edge/protocol/recording.ts';
import { createRecordingsApi } from '../../../pwa/recordings/recordings-api.ts';

const token = v.parse(LinkToken, 'a-link'.padEnd(43, '-'));
const live = { title: '', state: 'on', playlistUrl: null, viewers: 0 };

function apiAnswering(answer: () => Promise<Response>, online = true) {
  const requests: Request[] = [];
  const api = createRecordingsApi({
    fetch: (input, init) => {
      requests.push(new Request(new URL(String(input), 'http://localhost'), init));
      return answer();
    },
    lifecycle: { isOnline: () => online },
  });
  const asked = () =>
    requests.map(({ method, url }) => `${method} ${new URL(url).pathname.replace(token, 'TOKEN')}`);
  return { api, asked };
}

test('a recording is read, watched live and deleted by its token', async () => {
  const { api, asked } = apiAnswering(async () => Response.json({ ...live, viewers: 7 }));
  await api.live(token);
  await expect(api.watch(token, 'viewer-of-16-letters')).resolves.toBe(7);
  await api.deleteRecording(token);
  expect(asked()).toEqual([
    'GET /api/live/TOKEN',
    'POST /api/live/TOKEN/viewers',
    'DELETE /api/recordings/TOKEN',
  ]);
});

test('a failure has a code', async () => {
  const refusal = { error: { code: 'not-found', message: '' }, trace: 't' };
  const refusing = apiAnswering(async () => Response.json(refusal, { status: 404 }));
  await expect(refusing.api.recording(token)).rejects.toMatchObject({ code: 'not-found' });
  const down = apiAnswering(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(down.api.recording(token)).rejects.toMatchObject({ code: 'unreachable' });
  const offline = apiAnswering(() => Promise.reject(new TypeError('Failed to fetch')), false);
  await expect(offline.api.recording(token)).rejects.toMatchObject({ code: 'offline' });
  const proxied = apiAnswering(async () => new Response('<h1>Hello</h1>'));
  await expect(proxied.api.recording(token)).rejects.toMatchObject({ code: 'internal' });
});
