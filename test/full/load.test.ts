import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../edge/protocol/limits.ts';
import type { ChatMessage } from '../../edge/protocol/room-messages.ts';
import { createMeeting, joinRoom, type Member } from '../support/room-client.ts';
import { type Stack, startTestStack } from '../support/test-stack.ts';

const rooms = 10;
const messagesEach = 20;

let stack: Stack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

test('fifty people in ten rooms chat at once: each gets every message of their room, once and in order', async () => {
  await Promise.all(Array.from({ length: rooms }, (_, room) => chatInARoom(room)));
});

async function chatInARoom(room: number): Promise<void> {
  const { id } = await createMeeting(stack.origin);
  const members: Member[] = [];
  for (let seat = 0; seat < limits.meshMembers; seat += 1) {
    members.push(await joinRoom(stack.origin, id, `Person ${room}-${seat}`));
  }
  await Promise.all(members.map(writeAll));

  const histories = await Promise.all(members.map(readAll));
  const [first = []] = histories;
  expect(new Set(first.map(({ text }) => text)).size).toBe(members.length * messagesEach);
  for (const history of histories) expect(history).toEqual(first);
  for (const { client } of members) client.close();
}

async function writeAll({ client, joined }: Member): Promise<void> {
  for (let message = 0; message < messagesEach; message += 1) {
    const answer = await client.command({ type: 'chat', text: `${joined.you} ${message}` });
    expect(answer).toMatchObject({ type: 'done' });
  }
}

async function readAll({ client }: Member): Promise<readonly ChatMessage[]> {
  const messages: ChatMessage[] = [];
  while (messages.length < limits.meshMembers * messagesEach) {
    messages.push((await client.takeEvent('chat', undefined, 30_000)).message);
  }
  return messages;
}
