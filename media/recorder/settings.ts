import { availableParallelism } from 'node:os';
import * as v from 'valibot';
import { Problem } from '../../edge/dev/cli.ts';

const NonEmpty = v.pipe(v.string(), v.nonEmpty());
const WebUrl = v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/));
const number = (fallback: number, least: number) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.transform(numberOr(fallback)),
    v.number(),
    v.minValue(least),
  );

const Settings = v.object({
  /** Of its API, on the loopback address. */
  RECORDER_PORT: number(7_980, 0),
  /** The program that opens pages and makes films of them. */
  RECORDER_BROWSER: NonEmpty,
  /** Where recordings lie until they are stored, and what has become of them. */
  RECORDER_FOLDER: NonEmpty,
  /** Processors that it may use; one for each recording at 1280×720, two at 1920×1080. */
  RECORDER_CPUS: number(availableParallelism(), 0),
  /** Ends a recording as `LIMIT_REACHED`. */
  RECORDER_MAX_SECONDS: number(6 * 3_600, 1),
  /** How long a page may take to say `START_RECORDING`. */
  RECORDER_START_SECONDS: number(30, 1),
  /** Fragments come every two seconds: a page that hands over nothing for so long hangs. */
  RECORDER_SILENCE_SECONDS: number(15, 1),
  /** With less room than this on its disk it takes no new recordings. */
  RECORDER_MIN_FREE_MB: number(500, 0),
  /** What pages can show; the first is what a request without one gets. */
  RECORDER_LAYOUTS: list('grid,speaker,screen'),
  /** As browsers on this machine reach it. */
  LIVEKIT_URL: v.pipe(v.string(), v.regex(/^wss?:\/\/\S+$/)),
  LIVEKIT_API_KEY: NonEmpty,
  LIVEKIT_API_SECRET: NonEmpty,
  /** Who hears about every recording; a request may name more. */
  WEBHOOK_URLS: list(''),
  S3_ENDPOINT: WebUrl,
  S3_REGION: v.optional(NonEmpty, 'auto'),
  S3_BUCKET: NonEmpty,
  S3_ACCESS_KEY: NonEmpty,
  S3_SECRET: NonEmpty,
});

export type Settings = v.InferOutput<typeof Settings>;

/** Throws a `Problem` that names what is missing or wrong, and never shows a value. */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = v.safeParse(Settings, env);
  if (parsed.success) return parsed.output;
  const names = parsed.issues.map((issue) => String(issue.path?.[0].key));
  throw new Problem(`The recorder needs proper settings: ${[...new Set(names)].join(', ')}.`);
}

function list(fallback: string) {
  return v.pipe(
    v.optional(v.string(), fallback),
    v.transform((text) => text.split(',').filter((entry) => entry !== '')),
  );
}

function numberOr(fallback: number): (text: string) => number {
  return (text) => (text === '' ? fallback : Number(text));
}
