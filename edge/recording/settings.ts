import * as v from 'valibot';
import type { Env } from '../env.ts';

const WebUrl = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/]+[^\s]*$/));
const NonEmpty = v.pipe(v.string(), v.nonEmpty());
const optionalNumber = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) => (text === '' ? null : Number(text))),
  v.nullable(v.pipe(v.number(), v.minValue(0))),
);

/** What recording needs; the README, “Recording”, says what each means. */
const Settings = v.object({
  /** As recorders reach it: their page is there. */
  HOLLER_ORIGIN: v.pipe(
    WebUrl,
    v.transform((url) => new URL(url).origin),
  ),
  /** Every link is made with it: whoever changes it, changes the links of what is mailed from then on. */
  RECORDING_SECRET: v.pipe(v.string(), v.minLength(32)),
  /** When it is not the media cluster's own. */
  EGRESS_URL: v.optional(WebUrl),
  /** `opus` for recorders without an AAC encoder; then there is no live view. */
  EGRESS_AUDIO: v.optional(v.picklist(['aac', 'opus']), 'aac'),
  S3_ENDPOINT: WebUrl,
  S3_REGION: v.optional(NonEmpty, 'auto'),
  S3_BUCKET: NonEmpty,
  S3_ACCESS_KEY: NonEmpty,
  S3_SECRET: NonEmpty,
  RECORDING_DAYS: optionalNumber,
  SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\/\S+$/))),
  MAIL_FROM: v.optional(v.pipe(v.string(), v.email())),
});
export type RecordingSettings = v.InferOutput<typeof Settings>;

/** HLS has no Opus. */
export function hasLiveView({ EGRESS_AUDIO }: RecordingSettings): boolean {
  return EGRESS_AUDIO === 'aac';
}

const required = ['RECORDING_SECRET', 'S3_ENDPOINT', 'S3_BUCKET'] as const;

/** Null where nothing of it is set. What is wrong throws a sentence that names it and shows no value. */
export function readRecordingSettings(env: Env): RecordingSettings | null {
  if (required.every((name) => !env[name])) return null;
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = v.safeParse(Settings, given);
  if (read.success) return read.output;
  const names = read.issues.map((issue) => String(issue.path?.[0].key));
  throw new Error(`Recording needs proper settings: ${[...new Set(names)].join(', ')}.`);
}
