import { boxesIn, boxIn } from './boxes.ts';

/** A fragment as it goes into the film and into the live view. */
export interface Fragment {
  /** Its `moof` and `mdat`, without what only a file of its own would need. */
  readonly media: Buffer;
  readonly seconds: number;
}

/** Where a segment index of version 1 says in which units it counts, and how long its only part is. */
const index = { timescale: 8, duration: 36 } as const;
const mediaBoxes = ['moof', 'mdat'];

/** Reads what the page hands over: a CMAF segment, which says itself how long it is. */
export function readFragment(bytes: Buffer): Fragment {
  const boxes = boxesIn(bytes);
  const { body } = boxIn(bytes, 'sidx');
  const media = boxes.filter(({ type }) => mediaBoxes.includes(type));
  return {
    media: Buffer.concat(media.map((box) => box.bytes)),
    seconds: body.readUInt32BE(index.duration) / body.readUInt32BE(index.timescale),
  };
}
