import { connect } from 'cloudflare:sockets';

const timeoutMs = 15_000;
const maxReplyBytes = 16_384;

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it is begun after the greeting, and must be where there is a password. */
  readonly isTls: boolean;
  readonly account: { readonly user: string; readonly password: string } | null;
}

export interface Envelope {
  readonly from: string;
  readonly to: string;
  /** Head and body, in lines of ASCII. */
  readonly message: string;
}

/** What a mail server answered, or that it did not. */
export class SmtpError extends Error {
  /** Trying again cannot help. */
  readonly isFinal: boolean;

  constructor(sentence: string, isFinal = false) {
    super(sentence);
    this.isFinal = isFinal;
  }
}

/** Hands one mail over to a mail server (RFC 5321). Rejects with an `SmtpError` unless the server has taken it. */
export async function deliver(server: MailServer, envelope: Envelope): Promise<void> {
  const { host, port, isTls, account } = server;
  const socket = connect(
    { hostname: host, port },
    { secureTransport: isTls ? 'on' : account ? 'starttls' : 'off', allowHalfOpen: false },
  );
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => deadline.reject(new SmtpError('The mail server did not answer in time.')),
    timeoutMs,
  );
  let line = new Line(socket);
  const talk = async () => {
    await line.expect(2);
    let offers = await line.ask(`EHLO ${heloName}`, 2);
    if (!isTls && account !== null) {
      if (!/^250[ -]STARTTLS$/im.test(offers)) {
        throw new SmtpError('The mail server offers no TLS, and a password must not go without.');
      }
      await line.ask('STARTTLS', 2);
      line.release();
      line = new Line(socket.startTls());
      offers = await line.ask(`EHLO ${heloName}`, 2);
    }
    if (account !== null) await line.ask(`AUTH PLAIN ${plainLogin(account)}`, 2);
    await line.ask(`MAIL FROM:<${envelope.from}>`, 2);
    await line.ask(`RCPT TO:<${envelope.to}>`, 2, 'mail');
    await line.ask('DATA', 3, 'mail');
    await line.ask(`${envelope.message.replace(/^\./gm, '..')}\r\n.`, 2, 'mail');
    // It has the mail: whoever waited for its goodbye might send it again.
    void line.ask('QUIT', 2).catch(() => {});
  };
  try {
    await Promise.race([talk(), deadline.promise]);
  } catch (error) {
    throw error instanceof SmtpError ? error : new SmtpError('The mail server cannot be reached.');
  } finally {
    clearTimeout(timer);
    void socket.close().catch(() => {});
  }
}

/** Servers want a name, and believe none. */
const heloName = '[127.0.0.1]';

function plainLogin({ user, password }: NonNullable<MailServer['account']>): string {
  return Buffer.from(`\0${user}\0${password}`).toString('base64');
}

/** What a refusal for good is about: another mail may fare better, or the same once the server is set up properly. */
type About = 'mail' | 'server';

class Line {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #heard = '';

  constructor(socket: Socket) {
    this.#reader = socket.readable.getReader();
    this.#writer = socket.writable.getWriter();
  }

  release(): void {
    this.#reader.releaseLock();
    this.#writer.releaseLock();
  }

  async ask(text: string, kind: 2 | 3, about: About = 'server'): Promise<string> {
    await this.#writer.write(new TextEncoder().encode(`${text}\r\n`));
    return this.expect(kind, about);
  }

  /** A reply of several lines ends with the one that has a space after its code. */
  async expect(kind: 2 | 3, about: About = 'server'): Promise<string> {
    for (;;) {
      const [reply] = /^(?:\d{3}-.*\r?\n)*\d{3}(?: .*)?\r?\n/.exec(this.#heard) ?? [];
      if (reply !== undefined) {
        this.#heard = this.#heard.slice(reply.length);
        if (reply.startsWith(String(kind))) return reply;
        throw new SmtpError(
          `The mail server answered ${reply.slice(0, 3)}.`,
          about === 'mail' && reply.startsWith('5'),
        );
      }
      const { value, done } = await this.#reader.read();
      if (done) throw new SmtpError('The mail server hung up.');
      this.#heard += new TextDecoder().decode(value);
      if (this.#heard.length > maxReplyBytes)
        throw new SmtpError('The mail server talks too much.');
    }
  }
}
