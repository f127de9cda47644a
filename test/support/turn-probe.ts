import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What a TURN server answered: `granted`, or the number of its error (RFC 8656). */
export type TurnAnswer = 'granted' | number;

export interface TurnProbe {
  /** Asks for a relayed address, with these credentials. */
  allocate(username: string, credential: string): Promise<TurnAnswer>;
  /** Asks to relay to this peer; only after `allocate` was granted. */
  permit(peer: string): Promise<TurnAnswer>;
  close(): void;
}

const answerTimeoutMs = 5_000;
const cookie = 0x2112a442;
const methods = { allocate: 0x003, createPermission: 0x008 };
const successClass = 0x100;
const classMask = 0x110;
const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
};
const integrityLength = 24;
const udpTransport = Buffer.of(17, 0, 0, 0);

type Attribute = readonly [type: number, value: Buffer];
type Answer = { readonly success: boolean; readonly values: ReadonlyMap<number, Buffer> };

/** A TURN client that can ask for what browsers do not ask for: relaying to any address. It speaks UDP. */
export async function openTurnProbe(host: string, port: number): Promise<TurnProbe> {
  const socket = createSocket('udp4');
  socket.connect(port, host);
  await once(socket, 'connect');
  let key = Buffer.alloc(0);
  let identity: Attribute[] = [];

  async function request(method: number, content: readonly Attribute[]): Promise<Answer> {
    const message = requestText(method, [...content, ...identity], key);
    const answered = once(socket, 'message', { signal: AbortSignal.timeout(answerTimeoutMs) });
    socket.send(message);
    const [answer] = (await answered) as [Buffer];
    return readAnswer(answer);
  }

  return {
    async allocate(username, credential) {
      const transport: Attribute = [attributes.requestedTransport, udpTransport];
      const { values } = await request(methods.allocate, [transport]);
      const [realm, nonce] = [attributeOf(values, 'realm'), attributeOf(values, 'nonce')];
      key = createHash('md5').update(`${username}:${realm}:${credential}`).digest();
      identity = [
        [attributes.username, Buffer.from(username)],
        [attributes.realm, realm],
        [attributes.nonce, nonce],
      ];
      return resultOf(await request(methods.allocate, [transport]));
    },
    async permit(peer) {
      return resultOf(
        await request(methods.createPermission, [[attributes.xorPeerAddress, xorAddress(peer)]]),
      );
    },
    close: () => socket.close(),
  };
}

function requestText(method: number, content: readonly Attribute[], key: Buffer): Buffer {
  const body = Buffer.concat(content.map(attributeText));
  const signed = key.length > 0;
  const header = Buffer.alloc(20);
  header.writeUInt16BE(method);
  header.writeUInt16BE(body.length + (signed ? integrityLength : 0), 2);
  header.writeUInt32BE(cookie, 4);
  randomBytes(12).copy(header, 8);
  const message = Buffer.concat([header, body]);
  if (!signed) return message;
  const integrity = createHmac('sha1', key).update(message).digest();
  return Buffer.concat([message, attributeText([attributes.messageIntegrity, integrity])]);
}

function attributeText([type, value]: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(paddingOf(value.length))]);
}

const paddingOf = (length: number) => (4 - (length % 4)) % 4;

/** Of an IPv4 peer; a permission does not look at its port. */
function xorAddress(ip: string): Buffer {
  const bytes = Buffer.from(ip.split('.').map(Number));
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(cookie);
  return Buffer.concat([
    Buffer.of(0, 1),
    mask.subarray(0, 2),
    bytes.map((byte, index) => byte ^ (mask[index] ?? 0)),
  ]);
}

function readAnswer(message: Buffer): Answer {
  const values = new Map<number, Buffer>();
  for (let at = 20; at < message.length; ) {
    const length = message.readUInt16BE(at + 2);
    values.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length + paddingOf(length);
  }
  return { success: (message.readUInt16BE(0) & classMask) === successClass, values };
}

function resultOf({ success, values }: Answer): TurnAnswer {
  if (success) return 'granted';
  const code = attributeOf(values, 'errorCode');
  return code.readUInt8(2) * 100 + code.readUInt8(3);
}

function attributeOf(values: Answer['values'], name: keyof typeof attributes): Buffer {
  const value = values.get(attributes[name]);
  if (value === undefined) throw new Error(`The TURN server's answer has no ${name}`);
  return value;
}
