import * as v from 'valibot';

/**
 * What the recorder of one machine and the page that it records say to each other. The recorder calls the page's
 * `hollerFilm`; the page calls the recorder's `hollerFilmSink`, whose presence tells it that it has to make the film
 * itself. Other recorders capture the page's window and offer no sink.
 */

export const filmSinkName = 'hollerFilmSink';
export const filmMakerName = 'hollerFilm';

const Whole = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The picture and the sound that the page is asked to encode. */
export const FilmSettings = v.object({
  width: Whole,
  height: Whole,
  framerate: Whole,
  videoBitsPerSecond: Whole,
  audioBitsPerSecond: Whole,
  /** Each fragment starts with a whole picture; a killed recorder loses at most one and what was not sent of it. */
  fragmentSeconds: Whole,
});
export type FilmSettings = v.InferOutput<typeof FilmSettings>;

const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));

export const FilmMessage = v.variant('kind', [
  /** The first: which codecs there are (an MP4 `ftyp` and `moov`). */
  v.object({ kind: v.literal('head'), data: Base64 }),
  /** Picture and sound of some seconds (`moof` and `mdat`, with boxes around them that say how long it is). */
  v.object({ kind: v.literal('fragment'), data: Base64 }),
  /** Nothing more comes; completes the sentence "It ended too early: …". */
  v.object({ kind: v.literal('broken'), why: v.pipe(v.string(), v.maxLength(200)) }),
]);
export type FilmMessage = v.InferOutput<typeof FilmMessage>;

/** How a recorder directs the page. Each resolves when it has been done, and rejects with a sentence. */
export interface FilmMaker {
  start(settings: FilmSettings): Promise<void>;
  /** Resolves when the last fragment has been handed over. */
  stop(): Promise<void>;
}
