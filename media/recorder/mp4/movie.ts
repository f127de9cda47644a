import { type Box, box, boxesIn, boxIn, longs, table, words } from './boxes.ts';
import type { Fragments, TrackSamples } from './fragments.ts';

export interface Movie {
  readonly seconds: number;
  /** The `moov` box, when the fragments start at this offset of the finished file. */
  headFor(mediaOffset: number): Buffer;
}

interface Track extends TrackSamples {
  readonly trak: Buffer;
  readonly isVideo: boolean;
  readonly timescale: number;
}

/**
 * What makes an ordinary, seekable MP4 of a fragmented one, without touching its media: a table of where every
 * sample is. The fragments themselves then lie in one large box, between whose samples a player never looks.
 */
export function movieOf({ head, tracks: samples }: Fragments): Movie {
  const mvhd = boxIn(head, 'mvhd').body;
  const timescale = mvhd.readUInt32BE(mvhd[0] === 1 ? 20 : 12);
  const traks = boxesIn(head).filter(({ type }) => type === 'trak');
  const tracks = samples.flatMap((track) => describe(track, traks));
  const seconds = Math.max(...tracks.map(secondsOf));
  const duration = Math.round(seconds * timescale);
  return {
    seconds,
    headFor: (mediaOffset) =>
      box(
        'moov',
        box('mvhd', withDuration(mvhd, duration, { v0: 16, v1: 24 })),
        ...tracks.map((track) => trakBox(track, { seconds, timescale, mediaOffset })),
      ),
  };
}

function describe(samples: TrackSamples, traks: readonly Box[]): Track[] {
  const trak = traks.find(({ body }) => trackId(boxIn(body, 'tkhd').body) === samples.id)?.body;
  if (trak === undefined) return [];
  const mdia = boxIn(trak, 'mdia').body;
  const mdhd = boxIn(mdia, 'mdhd').body;
  return [
    {
      ...samples,
      trak,
      isVideo: boxIn(mdia, 'hdlr').body.toString('latin1', 8, 12) === 'vide',
      timescale: mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12),
    },
  ];
}

function trackId(tkhd: Buffer): number {
  return tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12);
}

function secondsOf({ times, lastDuration, timescale }: Track): number {
  return ((times.at(-1) ?? 0) + lastDuration) / timescale;
}

interface Placing {
  readonly seconds: number;
  readonly timescale: number;
  readonly mediaOffset: number;
}

function trakBox(track: Track, { seconds, timescale, mediaOffset }: Placing): Buffer {
  const mdia = boxIn(track.trak, 'mdia').body;
  const first = track.times[0] ?? 0;
  // The last picture stays until the sound has ended.
  const end = Math.round((track.isVideo ? seconds : secondsOf(track)) * track.timescale);
  const shown = Math.round(((end - first) / track.timescale) * timescale);
  const delay = Math.round((first / track.timescale) * timescale);
  const tkhd = boxIn(track.trak, 'tkhd').body;
  return box(
    'trak',
    box('tkhd', withDuration(tkhd, delay + shown, { v0: 20, v1: 28 })),
    ...(delay > 0 ? [delayed(delay, shown)] : []),
    box(
      'mdia',
      box('mdhd', withDuration(boxIn(mdia, 'mdhd').body, end - first, { v0: 16, v1: 24 })),
      boxIn(mdia, 'hdlr').bytes,
      box('minf', ...minfBoxes(boxIn(mdia, 'minf').body, track, { end, mediaOffset })),
    ),
  );
}

/** Shows nothing for so long, and then the track from its start. */
function delayed(delay: number, shown: number): Buffer {
  const once = 0x1_0000;
  return box(
    'edts',
    table('elst', [
      [delay, 0xffff_ffff, once],
      [shown, 0, once],
    ]),
  );
}

function minfBoxes(
  minf: Buffer,
  track: Track,
  { end, mediaOffset }: { readonly end: number; readonly mediaOffset: number },
): Buffer[] {
  const stsd = boxIn(boxIn(minf, 'stbl').body, 'stsd').bytes;
  const stbl = box(
    'stbl',
    stsd,
    table('stts', durationsOf(track.times, end)),
    ...(track.isVideo
      ? [
          table(
            'stss',
            track.keys.map((key) => [key]),
          ),
        ]
      : []),
    table('stsc', samplesPerChunk(track)),
    box('stsz', words([0, 0, track.sizes.length]), words(track.sizes)),
    box(
      'co64',
      words([0, track.chunks.length]),
      longs(track.chunks.map(({ offset }) => mediaOffset + offset)),
    ),
  );
  return boxesIn(minf).map(({ type, bytes }) => (type === 'stbl' ? stbl : bytes));
}

/** How many samples in a row last how long. The times themselves count: durations that a browser wrote do not add up. */
function durationsOf(times: readonly number[], end: number): [samples: number, duration: number][] {
  const runs: [samples: number, duration: number][] = [];
  let time = times[0] ?? 0;
  for (let index = 1; index <= times.length; index += 1) {
    const duration = Math.max(0, (times[index] ?? end) - time);
    time += duration;
    const last = runs.at(-1);
    if (last?.[1] === duration) last[0] += 1;
    else runs.push([1, duration]);
  }
  return runs;
}

function samplesPerChunk({ chunks }: Track): [chunk: number, samples: number, description: 1][] {
  const runs: [chunk: number, samples: number, description: 1][] = [];
  chunks.forEach(({ samples }, index) => {
    if (runs.at(-1)?.[1] !== samples) runs.push([index + 1, samples, 1]);
  });
  return runs;
}

function withDuration(
  body: Buffer,
  duration: number,
  at: { readonly v0: number; readonly v1: number },
): Buffer {
  const copy = Buffer.from(body);
  if (copy[0] === 1) copy.writeBigUInt64BE(BigInt(duration), at.v1);
  else copy.writeUInt32BE(duration, at.v0);
  return copy;
}
