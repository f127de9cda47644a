import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MailCatcher, startMailCatcher } from '../../../media/mail/catcher.ts';

let catcher: MailCatcher;

beforeEach(async () => {
  catcher = await startMailCatcher();
});

afterEach(() => catcher.stop());

const send = (mail: object) =>
  createTransport(catcher.settings.SMTP_URL).sendMail({ from: 'holler@example.org', ...mail });
const page = async (path = '') => (await fetch(`${catcher.url}${path}`)).text();

it('keeps what is sent, for whom it was, and shows it', async () => {
  expect(await page()).toContain('No mail yet');
  await send({
    to: 'ann@example.org',
    bcc: 'bob@example.org',
    subject: 'Your recording – fertig',
    text: 'Here: https://call.example.org/r/abc?x=1\n',
  });
  const [mail] = catcher.mails;
  expect(mail).toMatchObject({
    to: ['ann@example.org', 'bob@example.org'],
    from: 'holler@example.org',
    subject: 'Your recording – fertig',
    html: null,
  });
  expect(await page()).toContain('Your recording – fertig');
  expect(await page(mail?.id)).toContain('<a href="https://call.example.org/r/abc?x=1"');
  expect(JSON.parse(await page('mails.json'))).toMatchObject([{ id: mail?.id }]);
});

it('lets nothing in a mail run or be fetched', async () => {
  const bad = '"><script>alert(1)</script>';
  await send({ to: 'ann@example.org', subject: bad, text: bad, html: `<b>${bad}</b>` });
  for (const path of ['', catcher.mails[0]?.id]) expect(await page(path)).not.toContain('<script>');
  const { headers } = await fetch(catcher.url);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page(catcher.mails[0]?.id)).toMatch(/<iframe [^>]*sandbox="(?!.*allow-scripts)/);
});

it('comes back on the same port after it was away', async () => {
  const { settings } = catcher;
  await catcher.stop();
  await expect(send({ to: 'ann@example.org', subject: 'lost' })).rejects.toThrow('ECONNREFUSED');
  catcher = await startMailCatcher({ smtpPort: Number(new URL(settings.SMTP_URL).port) });
  await send({ to: 'ann@example.org', subject: 'found' });
  expect(catcher.mails.map(({ subject }) => subject)).toEqual(['found']);
});
