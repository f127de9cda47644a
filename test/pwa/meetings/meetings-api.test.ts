import { describe, expect, test } from 'vitest';
import { createMeetingsApi } from '../../../pwa/meetings/meetings-api.ts';
import { meeting, secret, settings } from '../call/fakes/room.ts';

const created = { id: meeting, settings, host: { token: secret('host'), expiresAt: 5 } };
const options = { name: 'Stand-up', waitingRoom: true } as const;

function apiAnswering(answer: () => Promise<Response>, online = true) {
  const requests: Request[] = [];
  const api = createMeetingsApi({
    fetch: (input, init) => {
      requests.push(new Request(new URL(String(input), 'http://localhost'), init));
      return answer();
    },
    lifecycle: { isOnline: () => online },
  });
  return { api, requests };
}

test('a meeting is made by one request that says what it should be like', async () => {
  const { api, requests } = apiAnswering(async () => Response.json(created, { status: 201 }));
  await expect(api.create(options)).resolves.toEqual(created);
  const [request] = requests;
  expect(request?.method).toBe('POST');
  expect(new URL(request?.url ?? '').pathname).toBe('/api/meetings');
  await expect(request?.json()).resolves.toEqual(options);
});

describe('a failure has a code', () => {
  const refusal = { error: { code: 'rate-limited', message: 'slow down' }, trace: 't' };
  test.each([
    ['a refusal', async () => Response.json(refusal, { status: 429 }), true, 'rate-limited'],
    ["a proxy's page", async () => new Response('<h1>502</h1>', { status: 502 }), true, 'internal'],
    ['an answer of another shape', async () => Response.json({ id: 'x' }), true, 'internal'],
    ['no answer', () => Promise.reject(new TypeError('failed')), true, 'unreachable'],
    ['no network', () => Promise.reject(new TypeError('failed')), false, 'offline'],
  ])('%s', async (_, answer, online, code) => {
    const { api } = apiAnswering(answer, online);
    await expect(api.create(options)).rejects.toMatchObject({ name: 'CallError', code });
  });
});
