import {
  groupMeetingId,
  idAlphabet,
  type MeetingId,
  type SeatId,
  type Secret,
} from '../protocol/ids.ts';

/** Fills the array with randomness that nobody can guess; passed in so that tests can repeat themselves. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => void;

export interface Random {
  meetingId(): MeetingId;
  seatId(): SeatId;
  secret(): Secret;
  trace(): string;
}

export function createRandom(fill: FillRandom): Random {
  const bytes = (count: number) => {
    const array = new Uint8Array(count);
    fill(array);
    return array;
  };
  // 256 is a multiple of 32: every letter is equally likely.
  const letters = (count: number) =>
    Array.from(bytes(count), (byte) => idAlphabet[byte % 32]).join('');
  return {
    meetingId: () => groupMeetingId(letters(20)),
    seatId: () => letters(12) as SeatId,
    secret: () => toBase64Url(bytes(16)) as Secret,
    trace: () => letters(16),
  };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
