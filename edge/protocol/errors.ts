import * as v from 'valibot';

interface ErrorKind {
  /** The HTTP status of a refused request. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 423 | 426 | 429 | 500 | 503;
  /** The WebSocket close code when it ends a connection. Never reuse one for something else. */
  readonly closeCode: number;
  /** What went wrong and what to do, for whoever reads a log or an API answer. Screens have their own words. */
  readonly sentence: string;
  /** Trying the same again cannot help. */
  readonly final: boolean;
}

export const errorKinds = {
  'bad-message': {
    status: 400,
    closeCode: 4400,
    sentence: 'That message does not fit the protocol; update this client.',
    final: true,
  },
  'bad-token': {
    status: 401,
    closeCode: 4401,
    sentence: 'That token is wrong or has expired; join again.',
    final: true,
  },
  'not-allowed': {
    status: 403,
    closeCode: 4403,
    sentence: 'Your role in this meeting does not allow that; ask a host.',
    final: true,
  },
  'no-such-meeting': {
    status: 404,
    closeCode: 4404,
    sentence: 'There is no meeting with this id; check the link.',
    final: true,
  },
  'no-such-seat': {
    status: 404,
    closeCode: 4405,
    sentence: 'That person is no longer in the meeting.',
    final: true,
  },
  'not-joined': {
    status: 409,
    closeCode: 4406,
    sentence: 'Join the meeting first.',
    final: true,
  },
  'seat-taken': {
    status: 409,
    closeCode: 4409,
    sentence: 'The call goes on in another tab or window of this browser.',
    final: true,
  },
  'meeting-ended': {
    status: 410,
    closeCode: 4410,
    sentence: 'This meeting has ended.',
    final: true,
  },
  removed: {
    status: 403,
    closeCode: 4411,
    sentence: 'A host removed you from this meeting.',
    final: true,
  },
  refused: {
    status: 403,
    closeCode: 4412,
    sentence: 'A host did not let you in.',
    final: true,
  },
  'too-large': {
    status: 413,
    closeCode: 4413,
    sentence: 'That message is too large.',
    final: true,
  },
  'room-full': {
    status: 423,
    closeCode: 4423,
    sentence: 'This meeting is full; try again when somebody has left.',
    final: false,
  },
  locked: {
    status: 423,
    closeCode: 4424,
    sentence: 'This meeting is locked; ask somebody in it to unlock it.',
    final: false,
  },
  'unsupported-version': {
    status: 426,
    closeCode: 4426,
    sentence: 'This client is too old for this server; reload or update it.',
    final: true,
  },
  'no-media-server': {
    status: 503,
    closeCode: 4425,
    sentence:
      'Calls of more than five need a media server, and none answers: it takes LiveKit, Docker or Go where Holler runs.',
    final: true,
  },
  'rate-limited': {
    status: 429,
    closeCode: 4429,
    sentence: 'Too many messages; wait a moment and try again.',
    final: false,
  },
  left: {
    status: 410,
    closeCode: 4430,
    sentence: 'You left this meeting.',
    final: true,
  },
  'not-found': {
    status: 404,
    closeCode: 4440,
    sentence: 'There is nothing at this address.',
    final: true,
  },
  internal: {
    status: 500,
    closeCode: 4500,
    sentence: 'Something went wrong at the server; try again.',
    final: false,
  },
  'silent-too-long': {
    status: 503,
    closeCode: 4408,
    sentence: 'The connection was silent for too long; connect again.',
    final: false,
  },
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

export function protocolError(code: ErrorCode): ProtocolError {
  return { code, message: errorKinds[code].sentence };
}

export function errorOfCloseCode(closeCode: number): ErrorCode | undefined {
  const known = codes.find((code) => errorKinds[code].closeCode === closeCode);
  // 44xx is where a room says no, whatever the reason; without this an old client would ask for ever.
  return known ?? (closeCode >= 4_400 && closeCode < 4_500 ? codeOfNewerServer : undefined);
}
