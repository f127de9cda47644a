import { limits } from '../../edge/protocol/limits.ts';
import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import type { Invite } from './support/invite.ts';
import type { Person } from './support/person.ts';
import { expect, test } from './support/test.ts';

async function two(invite: Invite): Promise<[Person, Person]> {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expect(ann.tile(ben)).toBeVisible();
  await ben.openPanel('chat');
  return [ann, ben];
}

test('somebody who reads back stays there, and is told how much is new', async ({ invite }) => {
  const [ann, ben] = await two(invite);
  await ann.openPanel('chat');
  for (let count = 1; count <= 25; count += 1) await ben.write(`message ${count}`);
  await expect(ann.chat.getByText('message 25', { exact: true })).toBeInViewport();

  const log = ann.chat.getByRole('log');
  await log.evaluate((list) => list.scrollTo({ top: 0 }));
  await expect(ann.chat.getByText('message 1', { exact: true })).toBeInViewport();
  await ben.write('one more');
  const pill = ann.button(laterText.chat.newMessages(1));
  await expect(pill).toBeVisible();
  await expect(ann.chat.getByText('message 1', { exact: true })).toBeInViewport();

  await pill.click();
  await expect(ann.chat.getByText('one more')).toBeInViewport();
  await expect(pill).toHaveCount(0);
  await ben.write('and another');
  await expect(ann.chat.getByText('and another'), 'at the end one follows').toBeInViewport();
});

test('what is too long is said to be, and stays whole', async ({ invite }) => {
  const [, ben] = await two(invite);
  const long = 'a'.repeat(limits.chatLength * 3);
  const field = ben.chat.getByRole('textbox');
  await field.fill(long);
  const over = limits.chatLength * 2;
  await expect(ben.page.getByText(laterText.chat.tooLong(over, limits.chatLength))).toBeVisible();
  await field.press('Enter');
  await expect(field).toHaveValue(long);
  await field.fill(long.slice(0, limits.chatLength));
  await field.press('Enter');
  await expect(field).toHaveValue('');
});

test('messages gather in one notice, which goes when the chat is opened', async ({ invite }) => {
  const [ann, ben] = await two(invite);
  await expect(ben.page.getByText(laterText.chat.keptHint)).toBeVisible();
  await ben.write('first');
  const notices = ann.page.getByRole('region', { name: text.call.notices });
  await expect(notices).toContainText(text.call.newMessage('Ben', 'first'));
  await ben.write('second, with www.example.org and ben@example.org');
  await expect(notices).toHaveText(text.call.newMessages(['Ben'], 2));
  await ann.openPanel('chat');
  await expect(notices).toHaveText('');
  const link = (name: string) => ann.chat.getByRole('link', { name });
  await expect(link('www.example.org')).toHaveAttribute('href', 'https://www.example.org');
  await expect(link('ben@example.org')).toHaveAttribute('href', 'mailto:ben@example.org');
});
