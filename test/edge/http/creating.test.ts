import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { createApp } from '../../../edge/http/app.ts';
import { createLog } from '../../../edge/log.ts';
import type { ErrorCode } from '../../../edge/protocol/errors.ts';
import { publicIdOf } from '../../../edge/secrets/public-id.ts';
import { random } from '../support/meeting.ts';
import { type Asked, ask, create, expectRefusal, origin } from '../support/rest.ts';
import { openRoom } from '../support/room-client.ts';

describe('creating a meeting', () => {
  test('answers with its link’s id and a token that makes a host', async () => {
    const created = await create({
      name: ' Monday ',
      waitingRoom: true,
      share: 'hosts',
      record: 'nobody',
    });
    expect(created.settings).toEqual({
      name: 'Monday',
      waitingRoom: true,
      locked: false,
      share: 'hosts',
      record: 'nobody',
    });
    expect(created.host.expiresAt).toBeGreaterThan(Date.now());
    const client = await openRoom(created.id);
    await client.hello({ hostToken: created.host.token });
    expect((await client.join('Ada')).people).toMatchObject([{ role: 'host' }]);
  });

  test('needs no options', async () => {
    expect((await create()).settings).toMatchObject({ waitingRoom: false, share: 'everyone' });
  });

  test('is written into the books under the public id, and its end as well', async () => {
    const { id, host } = await create();
    const row = () =>
      env.DB.prepare('SELECT * FROM meetings WHERE public_id = ?').bind(publicIdOf(id)).first();
    await vi.waitUntil(row);
    expect(await row()).toEqual({
      public_id: publicIdOf(id),
      created_at: expect.any(Number),
      ended_at: null,
    });
    await ask(`/api/meetings/${id}/end`, { token: host.token });
    await vi.waitUntil(async () => (await row())?.ended_at !== null);
    expect((await row())?.ended_at).toBeGreaterThanOrEqual(Number((await row())?.created_at));
  });

  test.each<[string, Asked, ErrorCode]>([
    ['no JSON', { body: '{"name":' }, 'bad-message'],
    ['nothing', {}, 'bad-message'],
    ['an empty body', { body: '' }, 'bad-message'],
    ['null', { body: 'null' }, 'bad-message'],
    ['a wrong type', { body: { waitingRoom: 'yes' } }, 'bad-message'],
    ['an option that there is not', { body: { share: 'nobody' } }, 'bad-message'],
    ['a name that is too long', { body: { name: 'x'.repeat(101) } }, 'bad-message'],
    [
      'a form',
      { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'bad-message',
    ],
    ['plain text', { body: '{}', headers: { 'content-type': 'text/plain' } }, 'bad-message'],
    ['a megabyte', { body: { name: 'x'.repeat(1_000_000) } }, 'too-large'],
  ])('is refused for %s', async (_, asked, code) => {
    await expectRefusal(await ask('/api/meetings', asked), code);
  });

  test('is refused for a body that only turns out to be too large', async () => {
    const part = new TextEncoder().encode(' '.repeat(1_000));
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        return sent > 20 ? controller.close() : controller.enqueue(part);
      },
    });
    const answer = await exports.default.fetch(`${origin}/api/meetings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await expectRefusal(answer, 'too-large');
  });

  test('options that nobody knows yet are ignored', async () => {
    expect(await create({ telepathy: true })).not.toHaveProperty('settings.telepathy');
  });

  test('is limited for each caller, and costs no room then', async () => {
    const asked: string[] = [];
    const limit = async ({ key }: RateLimitOptions) => {
      asked.push(key);
      return { success: false };
    };
    const unused = { idFromName: () => expect.unreachable('no room may be made') };
    const app = createApp({ random, log: createLog(() => {}, Date.now), now: Date.now });
    for (const caller of ['192.0.2.1', '192.0.2.2']) {
      const headers = { 'content-type': 'application/json', 'cf-connecting-ip': caller };
      const init = { method: 'POST', headers, body: '{}' };
      const answer = await app.request('/api/meetings', init, {
        CREATE_LIMIT: { limit },
        ROOM: unused,
      });
      await expectRefusal(answer, 'rate-limited');
    }
    expect(asked).toEqual(['192.0.2.1', '192.0.2.2']);
  });
});
