/** MP4 is boxes in boxes: a size, four letters, and a body (ISO/IEC 14496-12). */
export interface Box {
  readonly type: string;
  /** With its header. */
  readonly bytes: Buffer;
  readonly body: Buffer;
}

export class Mp4Error extends Error {
  override readonly name = 'Mp4Error';
}

const headerBytes = 8;

export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size < headerBytes || at + size > bytes.length) throw new Mp4Error('A box is cut off.');
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + headerBytes),
      bytes: bytes.subarray(at, at + size),
      body: bytes.subarray(at + headerBytes, at + size),
    });
    at += size;
  }
  return boxes;
}

/** The first box of this kind among those in a body. */
export function boxIn(body: Buffer, type: string): Box {
  const found = boxesIn(body).find((box) => box.type === type);
  if (found === undefined) throw new Mp4Error(`There is no ${type} box.`);
  return found;
}

export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(headerBytes + body.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}

/** A table with a count before its rows; version and flags are 0. */
export function table(
  type: string,
  rows: readonly (readonly number[])[],
  ...fields: number[]
): Buffer {
  return box(type, words([0, ...fields, rows.length]), words(rows.flat()));
}

export function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value >>> 0, index * 4);
  });
  return bytes;
}

export function longs(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => {
    bytes.writeBigUInt64BE(BigInt(value), index * 8);
  });
  return bytes;
}
