import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { expect, test } from './support/with-extension.ts';

const words = extensionText.popup;

test('a call about a page has its title and address in the chat, before anybody comes', async ({
  holder,
  sites,
}) => {
  const { person: ann } = holder;
  const page = await holder.openTab(sites.page('<p>What it is about</p>'));
  const title = await page.title();
  const opened = ann.context.waitForEvent('page');
  await holder.menu('page', page);
  const call = ann.inTab(await opened);
  await call.join();
  await call.openPanel('chat');
  await expect(call.chat.getByText(title)).toBeVisible();
  await expect(call.chat.getByRole('link', { name: page.url() })).toBeVisible();

  // In the call that runs, the next one is about this page too.
  const other = await holder.openTab(sites.page('<p>Another thing</p>'));
  await holder.menu('image', other, { srcUrl: `${sites.origin}/cat.png` });
  await expect(call.chat.getByRole('link', { name: `${sites.origin}/cat.png` })).toBeVisible();
  await holder.menu('selection', other, { selectionText: 'this very sentence' });
  await expect(call.chat.getByText('this very sentence')).toBeVisible();
});

test('an address, by link or selected, starts a call and offers to invite whose it is', async ({
  holder,
  sites,
}) => {
  const { person: ann, browser } = holder;
  const page = await holder.openTab(sites.page('<a href="mailto:ada@example.org">Ada</a>'));
  const opened = ann.context.waitForEvent('page');
  await holder.menu('link', page, { linkUrl: 'mailto:ada@example.org?subject=x', linkText: 'Ada' });
  const call = await opened;
  await call.waitForURL(/[0-9a-z]{4}-/);
  const popup = await holder.popup();
  await expect(
    popup.getByRole('heading', { name: words.inviteTitle('ada@example.org') }),
  ).toBeVisible();
  const draft = await popup.getByRole('link', { name: words.inviteMail }).getAttribute('href');
  expect(decodeURIComponent(draft ?? '')).toContain(call.url());
  await popup.getByRole('button', { name: words.dismiss }).click();
  await call.close();

  await holder.menu('selection', page, { selectionText: '+49 30 1234 567' });
  await expect(
    popup.getByRole('heading', { name: words.inviteTitle('+49 30 1234 567') }),
  ).toBeVisible();
  expect(browser.context.pages().length).toBeGreaterThan(1);
});

test.describe('a link for a text field', () => {
  // What a person's own click on the menu, or Enter in the address bar, allows for that one tab.
  test.use({ granted: ['http://127.0.0.1/*'] });

  test('a call’s link goes into any text field, and who put it there is its host', async ({
    holder,
    sites,
  }) => {
    const { person: ann } = holder;
    const page = await holder.openTab(
      sites.page('<textarea>Where: </textarea><div contenteditable>At: </div>'),
    );
    const field = page.getByRole('textbox').first();
    await field.click();
    await page.keyboard.press('End');
    await holder.menu('insert', page, { editable: true, frameId: 0 });
    await expect(field).toHaveValue(/^Where: http:\/\/127\.0\.0\.1:\d+\/[0-9a-z-]{24}#[\w-]{22}$/);

    await page.locator('[contenteditable]').click();
    await holder.omnibox('link');
    await expect(page.locator('[contenteditable]')).toHaveText(
      /http:\/\/127\.0\.0\.1:\d+\/[0-9a-z-]{24}#/,
    );

    const [link = ''] = /http\S+/.exec(await field.inputValue()) ?? [];
    await ann.joinBy(link);
    await expect(ann.tool(text.call.endForAll)).toBeVisible();
  });

  test('without a text field the link is not made, and a sentence says what to do', async ({
    holder,
    sites,
  }) => {
    const page = await holder.openTab(sites.page('<p>nothing to write in</p>'));
    await holder.menu('insert', page, { frameId: 0 });
    await expect.poll(holder.session).toMatchObject({ notice: 'no-field' });
  });
});

test('the address bar joins what is a call’s link, and starts a call for what is none', async ({
  holder,
  invite,
}) => {
  const { person: ann } = holder;
  await ann.page.goto('/');
  const ben = await invite('Ben');
  const link = await ben.startCall();
  await holder.omnibox(new URL(link).pathname.slice(1));
  await ann.join();
  await expect(ann.tile(ben)).toBeVisible();
  await ann.leave();
  await holder.omnibox('lunch');
  await ann.expectInCall();
  expect(new URL(ann.page.url()).pathname).not.toBe(new URL(link).pathname);
});

test.describe('links that call', () => {
  test.use({ granted: ['http://*/*', 'https://*/*'] });

  test('are off until they are switched on, and heed a person’s own click only', async ({
    holder,
    sites,
  }) => {
    const { person: ann } = holder;
    const body = `<a href="tel:+49301234567">Ring</a>
      <script>addEventListener('click', (e) => { e.preventDefault(); document.title = 'seen ' + e.isTrusted })</script>`;
    const page = await holder.openTab(sites.page(body));
    await page.getByRole('link').click();
    await expect(page).toHaveTitle('seen true');
    await holder.settings({ clickToCall: true });

    await page.reload();
    await page.evaluate(() => document.querySelector('a')?.click());
    await expect(page).toHaveTitle('seen false');
    const opened = ann.context.waitForEvent('page');
    await page.getByRole('link').click();
    await opened;
    await expect(page).toHaveTitle('seen false');
    await expect
      .poll(holder.session)
      .toMatchObject({ invite: { kind: 'phone', whom: '+49301234567' } });
  });
});
