import * as v from 'valibot';
import type { LiveKitServer } from '../../media/livekit/livekit.ts';
import { startMailCatcher } from '../../media/mail/catcher.ts';
import type { RecordingMachine } from '../../media/recorder/machine.ts';
import type { S3Settings } from '../../media/storage/s3.ts';
import { type StorageServer, startStorage } from '../../media/storage/storage.ts';

/** A LiveKit and its egress that run already, for recording suites that would otherwise start their own. */
export interface OutsideMedia {
  /** Of the Egress API. */
  readonly egressUrl: string;
  readonly liveKit: { readonly url: string; readonly key: string; readonly secret: string };
  /** Of this machine: that LiveKit sends its webhooks to `/api/livekit/webhook` there. */
  readonly webhookPort: number;
  /** What the recorder has an encoder for. */
  readonly audio: 'aac' | 'opus';
  /** The only storage that it stores in; null for one that stores where an order says, as LiveKit's do. */
  readonly storage: S3Settings | null;
}

const Environment = v.object({
  TEST_EGRESS_URL: v.pipe(v.string(), v.url()),
  TEST_LIVEKIT_URL: v.optional(v.pipe(v.string(), v.url())),
  TEST_LIVEKIT_API_KEY: v.string(),
  TEST_LIVEKIT_API_SECRET: v.string(),
  TEST_WEBHOOK_PORT: v.pipe(v.string(), v.toNumber(), v.integer(), v.maxValue(65_535)),
  TEST_EGRESS_AUDIO: v.optional(v.picklist(['aac', 'opus']), 'aac'),
});

const Stores = v.object({
  S3_ENDPOINT: v.pipe(v.string(), v.url()),
  S3_REGION: v.string(),
  S3_BUCKET: v.string(),
  S3_ACCESS_KEY: v.string(),
  S3_SECRET: v.string(),
});

/** Null when the environment names none. */
export function outsideMedia(env: NodeJS.ProcessEnv = process.env): OutsideMedia | null {
  if (env.TEST_EGRESS_URL === undefined) return null;
  const named = v.parse(Environment, env);
  return {
    egressUrl: named.TEST_EGRESS_URL,
    liveKit: {
      // A LiveKit that has an egress answers for it.
      url: named.TEST_LIVEKIT_URL ?? named.TEST_EGRESS_URL.replace(/^http/, 'ws'),
      key: named.TEST_LIVEKIT_API_KEY,
      secret: named.TEST_LIVEKIT_API_SECRET,
    },
    webhookPort: named.TEST_WEBHOOK_PORT,
    audio: named.TEST_EGRESS_AUDIO,
    storage: env.S3_ENDPOINT === undefined ? null : v.parse(Stores, env),
  };
}

/** As if this stack had started it; but what is not ours, we do not end. */
export function liveKitOutside({ liveKit }: OutsideMedia): LiveKitServer {
  const { url, ...keys } = liveKit;
  const refuse = () => Promise.reject(new Error('This LiveKit is not ours to end'));
  return {
    ...{ name: 'elsewhere', preparing: null, url, keys, turnUrls: [], logFile: 'elsewhere' },
    settings: { LIVEKIT_CLUSTERS: JSON.stringify([{ name: 'local', ...liveKit }]) },
    ready: Promise.resolve(),
    exited: new Promise(() => {}),
    stop: async () => {},
    ...{ kill: refuse, restart: refuse },
  };
}

type Storage = Pick<StorageServer, 'name' | 'settings' | 'ready' | 'stop'>;

/** Ours, unless the recorder has one already. */
export async function storageFor(outside: OutsideMedia | null, folder: string): Promise<Storage> {
  if (outside?.storage) {
    const { storage: settings } = outside;
    return { name: 'elsewhere', settings, ready: Promise.resolve(), stop: async () => {} };
  }
  const storage = await startStorage({ folder });
  if (storage === null) throw new Error('There is no S3 server');
  return storage;
}

export async function recordingOutside(
  outside: OutsideMedia,
  folder: string,
): Promise<RecordingMachine> {
  const [storage, mail] = await Promise.all([storageFor(outside, folder), startMailCatcher()]);
  return {
    settings: { ...storage.settings, ...mail.settings, EGRESS_URL: outside.egressUrl },
    ...{ storageName: storage.name, preparing: null, mailUrl: mail.url },
    ready: storage.ready,
    failed: new Promise(() => {}),
    stop: async () => void (await Promise.all([storage.stop(), mail.stop()])),
  };
}
