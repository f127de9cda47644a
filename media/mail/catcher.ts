import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { listPage, mailPage, pagePolicy } from './pages.ts';

const loopback = '127.0.0.1';
const mostMails = 200;
const mostBytes = 5 * 1024 * 1024;

export interface CaughtMail {
  readonly id: string;
  /** The addresses it was really sent to, whatever it says itself. */
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** Null when it has none. */
  readonly html: string | null;
  readonly receivedAt: Date;
}

export interface MailCatcher {
  /** What whoever sends mail needs. */
  readonly settings: { readonly SMTP_URL: string };
  /** Where a person reads what was caught; `mails.json` there is for programs. */
  readonly url: string;
  /** The latest, oldest first. */
  readonly mails: readonly CaughtMail[];
  stop(): Promise<void>;
}

export interface MailCatcherOptions {
  /** Free ones unless said. */
  readonly smtpPort?: number;
  readonly pagePort?: number;
}

/** Takes every mail that this machine sends, and delivers none. */
export async function startMailCatcher(options: MailCatcherOptions = {}): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const smtp = new SMTPServer({
    // Who sends to it has no password for it, and some senders insist on one where it is offered.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: mostBytes,
    logger: false,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const caught = async () => {
        mails.push(await read(Buffer.concat(await stream.toArray()), to));
        if (mails.length > mostMails) mails.shift();
      };
      caught().then(() => done(), done);
    },
  });
  // A sender that goes away in the middle is no reason to end.
  smtp.on('error', () => {});
  const pages = createServer((request, response) => {
    const answer = answerTo(request.url ?? '/', mails);
    response.writeHead(answer.status, {
      'content-type': answer.type,
      'content-security-policy': pagePolicy,
      'cache-control': 'no-store',
    });
    response.end(answer.body);
  });
  const [smtpPort, pagePort] = await Promise.all([
    listening(smtp.listen(options.smtpPort ?? 0, loopback)),
    listening(pages.listen(options.pagePort ?? 0, loopback)),
  ]);
  return {
    settings: { SMTP_URL: `smtp://${loopback}:${smtpPort}` },
    url: `http://${loopback}:${pagePort}/`,
    mails,
    async stop() {
      pages.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => pages.close(() => resolve())),
      ]);
    },
  };
}

async function read(raw: Buffer, to: readonly string[]): Promise<CaughtMail> {
  const { from, subject, text, html } = await PostalMime.parse(raw);
  return {
    id: randomUUID(),
    to,
    from: from?.address ?? '',
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? null,
    receivedAt: new Date(),
  };
}

function answerTo(path: string, mails: readonly CaughtMail[]) {
  const html = 'text/html; charset=utf-8';
  if (path === '/') return { status: 200, type: html, body: listPage(mails) };
  if (path === '/mails.json') {
    return { status: 200, type: 'application/json', body: JSON.stringify(mails) };
  }
  const mail = mails.find(({ id }) => path === `/${id}`);
  if (mail !== undefined) return { status: 200, type: html, body: mailPage(mail) };
  return { status: 404, type: 'text/plain', body: 'There is no such mail.' };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => resolve((server.address() as AddressInfo).port));
  });
}
