import type { Objects } from './objects.ts';

/** Enough for the heads of two boxes and the film's own head, which says how long it is. */
const lookBytes = 256;
/** A file that is laid out like no film is not searched to its end. */
const mostBoxes = 8;
const boxHeadBytes = 8;
const largeBoxHeadBytes = 16;

/**
 * How long a stored MP4 is by its own word, in milliseconds: recorders tell the time that they took, which is not
 * the same. Null when the object is no MP4.
 */
export async function readFilmLength(
  key: string,
  objects: Pick<Objects, 'slice'>,
): Promise<number | null> {
  let at = 0;
  for (let count = 0; count < mostBoxes; count += 1) {
    const bytes = await objects.slice(key, at, lookBytes);
    if (bytes === null || bytes.byteLength < boxHeadBytes) return null;
    const box = readBoxHead(bytes);
    if (box === null) return null;
    if (box.type === 'moov') return readMovieLength(bytes.subarray(box.headBytes));
    at += box.size;
  }
  return null;
}

interface BoxHead {
  readonly type: string;
  readonly size: number;
  readonly headBytes: number;
}

function readBoxHead(bytes: Uint8Array): BoxHead | null {
  const view = viewOf(bytes);
  const type = String.fromCharCode(...bytes.subarray(4, boxHeadBytes));
  const size = view.getUint32(0);
  // A size of 1 says that the real one follows in 64 bits.
  const isLarge = size === 1;
  if (isLarge && bytes.byteLength < largeBoxHeadBytes) return null;
  const head = isLarge
    ? { type, size: Number(view.getBigUint64(boxHeadBytes)), headBytes: largeBoxHeadBytes }
    : { type, size, headBytes: boxHeadBytes };
  return head.size < head.headBytes ? null : head;
}

function readMovieLength(moov: Uint8Array): number | null {
  const head = moov.byteLength < boxHeadBytes ? null : readBoxHead(moov);
  if (head?.type !== 'mvhd') return null;
  const body = moov.subarray(head.headBytes);
  const isLong = body[0] === 1;
  if (body.byteLength < (isLong ? 32 : 20)) return null;
  const view = viewOf(body);
  const timescale = view.getUint32(isLong ? 20 : 12);
  const duration = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return timescale === 0 || duration === 0 ? null : Math.round((duration / timescale) * 1_000);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
