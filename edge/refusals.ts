import type { ErrorCode, ProtocolError } from './protocol/errors.ts';

interface Refusal {
  /** The HTTP status of a refused request. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 423 | 426 | 429 | 500 | 503;
  /** What went wrong and what to do, for whoever reads a log or an API answer. Screens have their own words. */
  readonly sentence: string;
}

export const refusals = {
  'bad-message': {
    status: 400,
    sentence: 'That message does not fit the protocol; update this client.',
  },
  'bad-token': { status: 401, sentence: 'That token is wrong or has expired; join again.' },
  'not-allowed': {
    status: 403,
    sentence: 'Your role in this meeting does not allow that; ask a host.',
  },
  'no-such-meeting': { status: 404, sentence: 'There is no meeting with this id; check the link.' },
  'no-such-seat': { status: 404, sentence: 'That person is no longer in the meeting.' },
  'not-joined': { status: 409, sentence: 'Join the meeting first.' },
  'seat-taken': {
    status: 409,
    sentence: 'The call goes on in another tab or window of this browser.',
  },
  'meeting-ended': { status: 410, sentence: 'This meeting has ended.' },
  removed: { status: 403, sentence: 'A host removed you from this meeting.' },
  refused: { status: 403, sentence: 'A host did not let you in.' },
  'too-large': { status: 413, sentence: 'That message is too large.' },
  'room-full': { status: 423, sentence: 'This meeting is full; try again when somebody has left.' },
  locked: { status: 423, sentence: 'This meeting is locked; ask somebody in it to unlock it.' },
  'unsupported-version': {
    status: 426,
    sentence: 'This client is too old for this server; reload or update it.',
  },
  'no-media-server': {
    status: 503,
    sentence:
      'Calls of more than five need a media server, and none answers: it takes LiveKit, Docker or Go where Holler runs.',
  },
  'no-recorder': {
    status: 503,
    sentence: 'Calls cannot be recorded here: whoever runs Holler has to set a recorder up.',
  },
  'rate-limited': { status: 429, sentence: 'Too many messages; wait a moment and try again.' },
  left: { status: 410, sentence: 'You left this meeting.' },
  'not-found': { status: 404, sentence: 'There is nothing at this address.' },
  internal: { status: 500, sentence: 'Something went wrong at the server; try again.' },
  'silent-too-long': {
    status: 503,
    sentence: 'The connection was silent for too long; connect again.',
  },
} as const satisfies Record<ErrorCode, Refusal>;

export function protocolError(code: ErrorCode): ProtocolError {
  return { code, message: refusals[code].sentence };
}
