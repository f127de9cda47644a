import type { RecordingSettings } from './settings.ts';
import { deliver, type MailServer, SmtpError } from './smtp.ts';

const standardPorts = { 'smtp:': 587, 'smtps:': 465 } as const;

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for each attempt: mail programs show what came twice only once. */
  readonly id: string;
}

export async function sendMail(mail: Mail, settings: RecordingSettings): Promise<void> {
  const { SMTP_URL, MAIL_FROM, HOLLER_ORIGIN } = settings;
  if (SMTP_URL === undefined) throw new SmtpError('No mail server is set.', true);
  const host = new URL(HOLLER_ORIGIN).hostname;
  const from = MAIL_FROM ?? `holler@${host}`;
  const message = messageOf(mail, { from, host, date: new Date() });
  await deliver(serverFrom(SMTP_URL), { from, to: mail.to, message });
}

/** `smtp://user:password@host:port`, or `smtps:` for TLS from the first byte. */
function serverFrom(address: string): MailServer {
  const { protocol, hostname, port, username, password } = new URL(address);
  const isTls = protocol === 'smtps:';
  return {
    host: hostname,
    port: Number(port) || standardPorts[isTls ? 'smtps:' : 'smtp:'],
    isTls,
    account:
      username === ''
        ? null
        : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
}

interface Sender {
  readonly from: string;
  readonly host: string;
  readonly date: Date;
}

/** Everything that people wrote travels in base64: it can end no line and begin no field. */
export function messageOf({ to, subject, text, html, id }: Mail, sender: Sender): string {
  const { from, host, date } = sender;
  const boundary = `holler-${id.replace(/\W/g, '-')}`;
  const part = (type: string, body: string) => [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(base64(body).match(/.{1,76}/g) ?? []),
  ];
  return [
    `From: Holler <${from}>`,
    `To: <${to}>`,
    `Subject: ${headText(subject)}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@${host}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...part('text/plain', text),
    ...part('text/html', html),
    `--${boundary}--`,
  ].join('\r\n');
}

/** RFC 2047: words of at most 75 letters, each of whole characters. */
function headText(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const letter of text) {
    if (Buffer.byteLength(word + letter) > 42) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((each) => `=?utf-8?B?${base64(each)}?=`).join('\r\n ');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
