import type { FileHandle } from 'node:fs/promises';
import { boxesIn, boxIn, Mp4Error } from './boxes.ts';

/** A run of samples that lie one after the other in the file. */
export interface Chunk {
  readonly offset: number;
  readonly samples: number;
}

export interface TrackSamples {
  readonly id: number;
  /** When each is to be decoded, in the track's own units. */
  readonly times: number[];
  readonly sizes: number[];
  /** Numbers of those that can be decoded without others, counted from 1. */
  readonly keys: number[];
  readonly chunks: Chunk[];
  /** Of the last one, as the browser said. */
  lastDuration: number;
}

export interface Fragments {
  /** The `moov` box's body: what is in each track, but none of its samples. */
  readonly head: Buffer;
  readonly tracks: readonly TrackSamples[];
}

interface Fragment {
  readonly traf: Buffer;
  readonly start: number;
}

const isNotKey = 0x1_0000;
const headerBytes = 8;

/** Reads which samples are in a fragmented MP4, whose end may be missing; null when there are none. */
export async function readFragments(file: FileHandle): Promise<Fragments | null> {
  const { size: fileBytes } = await file.stat();
  const tracks = new Map<number, TrackSamples>();
  let head: Buffer | null = null;
  let fragment: Fragment[] = [];
  for (let at = 0; at + headerBytes <= fileBytes; ) {
    const header = await read(file, at, headerBytes);
    const size = header.readUInt32BE();
    const type = header.toString('latin1', 4);
    if (size < headerBytes) throw new Mp4Error('The recording is damaged.');
    // The browser, the recorder or the disk ended in the middle of it.
    if (at + size > fileBytes) break;
    const body = () => read(file, at + headerBytes, size - headerBytes);
    if (type === 'moov') head = await body();
    if (type === 'moof') fragment = trafsIn(await body(), at);
    if (type === 'mdat') for (const part of fragment.splice(0)) addSamples(tracks, part);
    at += size;
  }
  const filled = [...tracks.values()].filter(({ times }) => times.length > 0);
  return head === null || filled.length === 0 ? null : { head, tracks: filled };
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw new Mp4Error('The recording is shorter than it was.');
  return buffer;
}

function trafsIn(moof: Buffer, start: number): Fragment[] {
  const trafs = boxesIn(moof).filter(({ type }) => type === 'traf');
  return trafs.map(({ body }) => ({ traf: body, start }));
}

function addSamples(tracks: Map<number, TrackSamples>, { traf, start }: Fragment): void {
  const defaults = defaultsIn(boxIn(traf, 'tfhd').body);
  const track = tracks.get(defaults.id) ?? newTrack(defaults.id);
  tracks.set(defaults.id, track);
  const tfdt = boxIn(traf, 'tfdt').body;
  let time = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  for (const { type, body } of boxesIn(traf)) {
    if (type === 'trun') time = addRun(track, body, { ...defaults, time, start });
  }
}

function newTrack(id: number): TrackSamples {
  return { id, times: [], sizes: [], keys: [], chunks: [], lastDuration: 0 };
}

interface Defaults {
  readonly id: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

function defaultsIn(tfhd: Buffer): Defaults {
  const flags = tfhd.readUInt32BE() & 0xff_ffff;
  const next = wordsAfter(tfhd, 8);
  if (flags & 0x01) next(2);
  if (flags & 0x02) next();
  return {
    id: tfhd.readUInt32BE(4),
    duration: flags & 0x08 ? next() : 0,
    size: flags & 0x10 ? next() : 0,
    flags: flags & 0x20 ? next() : 0,
  };
}

/** Answers with the time after its last sample. */
function addRun(
  track: TrackSamples,
  trun: Buffer,
  { start, time: from, ...defaults }: Defaults & { readonly start: number; readonly time: number },
): number {
  const flags = trun.readUInt32BE() & 0xff_ffff;
  const samples = trun.readUInt32BE(4);
  const next = wordsAfter(trun, 8);
  const offset = flags & 0x01 ? next() : 0;
  const firstFlags = flags & 0x04 ? next() : defaults.flags;
  track.chunks.push({ offset: start + offset, samples });
  let time = from;
  for (let index = 0; index < samples; index += 1) {
    const duration = flags & 0x100 ? next() : defaults.duration;
    track.sizes.push(flags & 0x200 ? next() : defaults.size);
    const own = flags & 0x400 ? next() : index === 0 ? firstFlags : defaults.flags;
    // No encoder of a browser's recorder writes pictures in another order than they are shown.
    if (flags & 0x800) next();
    track.times.push(time);
    if ((own & isNotKey) === 0) track.keys.push(track.times.length);
    track.lastDuration = duration;
    time += duration;
  }
  return time;
}

function wordsAfter(bytes: Buffer, from: number): (count?: number) => number {
  let at = from;
  return (count = 1) => {
    const value = bytes.readUInt32BE(at);
    at += 4 * count;
    return value;
  };
}
