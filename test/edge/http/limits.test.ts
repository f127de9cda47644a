import { expect, test } from 'vitest';
import { createApp } from '../../../edge/http/app.ts';
import { createLog } from '../../../edge/log.ts';
import { random } from '../support/meeting.ts';
import { expectRefusal } from '../support/rest.ts';

const recordings = `/api/meetings/${random.meetingId()}/recordings`;
const token = 'A'.repeat(43);

test.each([
  ['POST', recordings, 'RECORD_LIMIT'],
  ['POST', `${recordings}/current/recipients`, 'RECORD_LIMIT'],
  ['GET', `/api/recordings/${token}`, 'LINK_LIMIT'],
  ['POST', `/api/recordings/${token}/mail`, 'LINK_LIMIT'],
  ['GET', `/r/${token}`, 'LINK_LIMIT'],
  ['GET', `/api/live/${token}`, 'LIVE_LIMIT'],
  ['GET', `/live/${token}`, 'LIVE_LIMIT'],
])('%s %s is limited for each caller, and costs nothing then', async (method, path, name) => {
  const asked: string[] = [];
  const limit = async ({ key }: RateLimitOptions) => {
    asked.push(key);
    return { success: false };
  };
  const app = createApp({ random, log: createLog(() => {}, Date.now), now: Date.now });
  const headers = { 'content-type': 'application/json', 'cf-connecting-ip': '192.0.2.1' };
  const body = method === 'POST' ? { body: '{"email":"ann@example.org"}' } : {};
  const answer = await app.request(path, { method, headers, ...body }, { [name]: { limit } });
  await expectRefusal(answer, 'rate-limited');
  expect(asked).toEqual(['192.0.2.1']);
});
