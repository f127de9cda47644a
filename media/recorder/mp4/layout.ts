import { box, words } from './boxes.ts';
import type { Movie } from './movie.ts';

/** The finished file is `head`, then the spooled media as they are, then `tail`. */
export interface Layout {
  readonly head: Buffer;
  readonly tail: Buffer;
}

const ftyp = box(
  'ftyp',
  Buffer.from('isom'),
  words([0x200]),
  ...['isom', 'iso2', 'avc1', 'mp41'].map((brand) => Buffer.from(brand)),
);
const largeHeaderBytes = 16;
const boxHeaderBytes = 8;

/**
 * Where the table of samples goes: to the start, so that a player needs a single request before it plays. When
 * media were uploaded already, with so many bytes reserved before them, a table that is larger goes to the end.
 */
export function layOut(movie: Movie, mediaBytes: number, reserved: number | null): Layout {
  const tableBytes = movie.headFor(0).length;
  const needed = ftyp.length + tableBytes + largeHeaderBytes;
  const headBytes = reserved ?? needed;
  const spare = headBytes - needed;
  const table = movie.headFor(headBytes);
  const media = mediaHeader(mediaBytes);
  if (spare === 0 || spare >= boxHeaderBytes) {
    return { head: Buffer.concat([ftyp, table, free(spare), media]), tail: Buffer.alloc(0) };
  }
  const rest = headBytes - ftyp.length - largeHeaderBytes;
  return { head: Buffer.concat([ftyp, free(rest), media]), tail: table };
}

function free(bytes: number): Buffer {
  return bytes === 0 ? Buffer.alloc(0) : box('free', Buffer.alloc(bytes - boxHeaderBytes));
}

/** A size of 1 says that the real one follows in 64 bits. */
function mediaHeader(bytes: number): Buffer {
  const header = Buffer.alloc(largeHeaderBytes);
  header.writeUInt32BE(1);
  header.write('mdat', 4, 'latin1');
  header.writeBigUInt64BE(BigInt(largeHeaderBytes + bytes), 8);
  return header;
}
