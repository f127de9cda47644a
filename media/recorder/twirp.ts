import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonValue, Message, MessageType } from '@bufbuild/protobuf';

const statuses = {
  invalid_argument: 400,
  malformed: 400,
  unauthenticated: 401,
  not_found: 404,
  bad_route: 404,
  already_exists: 409,
  failed_precondition: 412,
  resource_exhausted: 429,
  internal: 500,
  unimplemented: 501,
  unavailable: 503,
} as const;

/** What a caller is told instead of an answer: a code of Twirp's and a sentence. */
export class TwirpError extends Error {
  override readonly name = 'TwirpError';
  readonly code: keyof typeof statuses;
  /** For programs: what a code alone does not tell. */
  readonly meta: Readonly<Record<string, string>>;

  constructor(
    code: keyof typeof statuses,
    sentence: string,
    meta: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
    this.code = code;
    this.meta = meta;
  }
}

export interface Method {
  /** Bytes or JSON in, a message out. */
  call(body: Buffer, isJson: boolean): Promise<Message>;
}

export function method<I extends Message<I>, O extends Message<O>>(
  input: MessageType<I>,
  handle: (request: I) => Promise<O> | O,
): Method {
  return { call: async (body, isJson) => handle(parse(input, body, isJson)) };
}

const json = 'application/json';
const protobuf = 'application/protobuf';
const longestBody = 256 * 1024;

/** Answers one call, in the encoding that it came in. */
export async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  methodFor: (name: string, authorization: string | undefined) => Promise<Method>,
): Promise<void> {
  try {
    const type = request.headers['content-type']?.split(';')[0]?.trim();
    if (request.method !== 'POST' || (type !== json && type !== protobuf)) {
      throw new TwirpError('bad_route', 'Calls are POST requests with JSON or protobuf in them.');
    }
    const name = request.url?.split('?')[0]?.split('/').at(-1) ?? '';
    const { call } = await methodFor(name, request.headers.authorization);
    const answer = await call(await bodyOf(request), type === json);
    send(response, 200, type, type === json ? answer.toJsonString() : answer.toBinary());
  } catch (error) {
    const { code, message, meta } =
      error instanceof TwirpError ? error : new TwirpError('internal', 'It failed.');
    send(response, statuses[code], json, JSON.stringify({ code, msg: message, meta }));
    if (!(error instanceof TwirpError)) throw error;
  }
}

function parse<T extends Message<T>>(type: MessageType<T>, body: Buffer, isJson: boolean): T {
  try {
    if (!isJson) return type.fromBinary(body);
    const value: JsonValue = JSON.parse(body.toString('utf8'));
    return type.fromJson(value, { ignoreUnknownFields: true });
  } catch {
    throw new TwirpError('malformed', 'The request could not be read.');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes > longestBody) throw new TwirpError('malformed', 'The request is too large.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
