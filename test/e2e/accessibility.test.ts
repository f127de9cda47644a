import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expectClean } from './support/clean.ts';
import { test } from './support/test.ts';

test('axe finds nothing to fault on any screen, be it light or dark', async ({ invite }) => {
  test.slow();
  const ann = await invite('Ann');
  const ben = await invite('Ben');

  await ann.openFront();
  await ann.page.getByText(laterText.front.options, { exact: true }).click();
  await expectClean(ann, 'the front page');

  const link = await ann.startCallWith([laterText.front.waitingRoom]);
  await expectClean(ann, 'an empty call');

  await ben.openLink(link);
  await expectClean(ben, 'the lobby');
  await ben.askToJoin();
  await ben.expectPage(laterText.waiting.title);
  await expectClean(ben, 'the waiting room');
  await ann.openPanel('people');
  await expectClean(ann, 'somebody at the door');

  await ann.people.getByRole('button', { name: laterText.people.admitNamed('Ben') }).click();
  await ben.expectInCall();
  await ben.share(true);
  await ann.manage(ben);
  await expectClean(ann, 'a call with the people panel');
  await ann.openPanel('chat');
  await ann.write('see https://example.org/');
  await expectClean(ann, 'a call with the chat');
  await ben.press(text.call.settings);
  await expectClean(ben, 'the device dialog');
  await ben.page.keyboard.press('Escape');

  await ben.page.getByRole('button', { name: laterText.privacy.badges.direct }).click();
  await expectClean(ben, 'who can see the call');
  await ben.page.keyboard.press('Escape');

  await ben.leave();
  await expectClean(ben, 'the end of a call');
  await ben.page.goto('/nothing/here');
  await ben.expectPage(laterText.notFound.title);
  await expectClean(ben, 'a page that leads nowhere');
});
