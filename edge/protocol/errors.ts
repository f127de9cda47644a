import * as v from 'valibot';

interface ErrorKind {
  /** The WebSocket close code when it ends a connection. Never reuse one for something else. */
  readonly closeCode: number;
  /** Trying the same again cannot help. */
  readonly final: boolean;
}

export const errorKinds = {
  'bad-message': { closeCode: 4400, final: true },
  'bad-token': { closeCode: 4401, final: true },
  'not-allowed': { closeCode: 4403, final: true },
  'no-such-meeting': { closeCode: 4404, final: true },
  'no-such-seat': { closeCode: 4405, final: true },
  'not-joined': { closeCode: 4406, final: true },
  'seat-taken': { closeCode: 4409, final: true },
  'meeting-ended': { closeCode: 4410, final: true },
  removed: { closeCode: 4411, final: true },
  refused: { closeCode: 4412, final: true },
  'too-large': { closeCode: 4413, final: true },
  'room-full': { closeCode: 4423, final: false },
  locked: { closeCode: 4424, final: false },
  'unsupported-version': { closeCode: 4426, final: true },
  'no-media-server': { closeCode: 4425, final: true },
  'no-recorder': { closeCode: 4427, final: true },
  'rate-limited': { closeCode: 4429, final: false },
  left: { closeCode: 4430, final: true },
  'not-found': { closeCode: 4440, final: true },
  internal: { closeCode: 4500, final: false },
  'silent-too-long': { closeCode: 4408, final: false },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

const codes = Object.keys(errorKinds) as [ErrorCode, ...ErrorCode[]];

/** A code that only a newer server knows says, if nothing else, that this client is too old for it. */
const codeOfNewerServer: ErrorCode = 'unsupported-version';

export const ProtocolError = v.object({
  code: v.fallback(v.picklist(codes), codeOfNewerServer),
  message: v.string(),
});
export type ProtocolError = v.InferOutput<typeof ProtocolError>;

export function errorOfCloseCode(closeCode: number): ErrorCode | undefined {
  const known = codes.find((code) => errorKinds[code].closeCode === closeCode);
  // 44xx is where a room says no, whatever the reason; without this an old client would ask for ever.
  return known ?? (closeCode >= 4_400 && closeCode < 4_500 ? codeOfNewerServer : undefined);
}
