import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EgressClient } from 'livekit-server-sdk';
import { findBrowser } from '../../media/browser/find-browser.ts';
import type { LiveKitKeys } from '../../media/livekit/config.ts';
import { webhookOf } from '../../media/livekit/livekit.ts';
import { type CaughtMail, type MailCatcher, startMailCatcher } from '../../media/mail/catcher.ts';
import { type RecorderServer, startRecorder } from '../../media/recorder/launch.ts';
import { createS3, type S3 } from '../../media/storage/s3.ts';
import type { StorageServer } from '../../media/storage/storage.ts';
import { type OutsideMedia, outsideMedia, storageFor } from './outside-media.ts';
import { type RecordedPages, serveRecordedPages } from './recorded-page.ts';
import { portOf, type Switch, startSwitch } from './switch.ts';
import { type Stack, startTestStack } from './test-stack.ts';

/** The whole server side with a recorder, each part behind a switch, so that it can fail by itself. */
export interface RecordingStack {
  readonly stack: Stack;
  readonly origin: string;
  readonly storage: Pick<StorageServer, 'settings'>;
  /** Of the storage, as everybody is told. */
  readonly s3Endpoint: string;
  readonly s3: S3;
  readonly mail: MailCatcher;
  /** What is recorded: not the app's own page, but one whose colours are known. */
  readonly pages: RecordedPages;
  readonly operator: string;
  /** Of LiveKit's API. */
  readonly keys: LiveKitKeys;
  readonly switches: {
    readonly egress: Switch;
    readonly s3: Switch;
    readonly smtp: Switch;
    readonly webhook: Switch;
  };
  /** Starts one in the same folder as the last, or in a new one; one outside runs already. */
  startRecorder(options?: RecorderChoice): Promise<void>;
  killRecorder(): Promise<void>;
  mailsTo(address: string): readonly CaughtMail[];
  untilMail(address: string, timeoutMs?: number): Promise<CaughtMail>;
  stop(): Promise<void>;
}

export interface RecorderChoice {
  readonly settings?: Readonly<Record<string, string>>;
  readonly folder?: 'same' | 'new';
}

export interface RecordingStackOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly outside?: OutsideMedia | null;
}

/** What runs elsewhere is nobody's to kill, or to fill its disk. */
export const isRecorderOurs = outsideMedia() === null;

/** Whether the storage can be taken away from whoever stores there. */
export const isStorageOurs = !outsideMedia()?.storage;

/** Without an AAC encoder there is the film alone, and nothing to watch live. */
export const hasSegments = outsideMedia()?.audio !== 'opus';

export async function startRecordingStack({
  settings = {},
  outside = outsideMedia(),
}: RecordingStackOptions = {}): Promise<RecordingStack> {
  const folder = mkdtempSync(join(tmpdir(), 'holler-recording-stack-'));
  const [storage, mail, pages] = await Promise.all([
    storageFor(outside, folder),
    startMailCatcher(),
    serveRecordedPages(),
  ]);
  await storage.ready;
  const switches = {
    egress: await startSwitch('off'),
    s3: await startSwitch(portOf(storage.settings.S3_ENDPOINT)),
    smtp: await startSwitch(portOf(mail.settings.SMTP_URL)),
  };
  const at = ({ port }: Switch) => `http://127.0.0.1:${port}`;
  // Where alone it stores, it stores by the address that it knows.
  const s3Endpoint = outside?.storage?.S3_ENDPOINT ?? at(switches.s3);
  const s3Settings = { ...storage.settings, S3_ENDPOINT: s3Endpoint };
  const operator = 'an-operator-of-this-very-test';
  const stack = await startTestStack({
    sfu: true,
    outside,
    settings: {
      ...s3Settings,
      HOLLER_ORIGIN: new URL(pages.url).origin,
      RECORDING_SECRET: 'a-secret-of-more-than-thirty-two-characters',
      OPERATOR_SECRET: operator,
      EGRESS_URL: outside?.egressUrl ?? at(switches.egress),
      SMTP_URL: `smtp://127.0.0.1:${switches.smtp.port}`,
      ...settings,
    },
  });
  const webhook = stack.webhooks ?? (await startSwitch(portOf(stack.origin)));
  const { sfu } = stack;
  if (sfu === null) throw new Error('There is no LiveKit');
  let recorder: RecorderServer | null = null;
  let recorderFolder = mkdtempSync(join(folder, 'recorder-'));

  function mailsTo(address: string): readonly CaughtMail[] {
    return mail.mails.filter(({ to }) => to.includes(address));
  }

  return {
    ...{ stack, origin: stack.origin, storage, s3Endpoint, mail, pages, operator, mailsTo },
    switches: { ...switches, webhook },
    ...{ s3: createS3(storage.settings), keys: sfu.keys },
    async startRecorder({ settings: more, folder: which = 'same' } = {}) {
      if (outside !== null) return;
      const browser = await findBrowser();
      if (browser === null) throw new Error('There is no browser to record with');
      if (which === 'new') recorderFolder = mkdtempSync(join(folder, 'recorder-'));
      recorder = await startRecorder({
        ...{ folder: recorderFolder, browser },
        liveKit: { ...sfu.keys, url: sfu.url },
        storage: s3Settings,
        webhookUrls: [webhookOf(at(webhook))],
        settings: { RECORDER_CPUS: '8', ...more },
      });
      await recorder.ready;
      switches.egress.turn(portOf(recorder.url));
    },
    async killRecorder() {
      switches.egress.turn('off');
      await recorder?.kill();
      recorder = null;
    },
    async untilMail(address, timeoutMs = 20_000) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const [found] = mailsTo(address);
        if (found !== undefined) return found;
        if (performance.now() > deadline) throw new Error(`No mail came to ${address}`);
        await delay(100);
      }
    },
    async stop() {
      if (outside !== null) await stopAll(stack.readLog(), outside);
      await recorder?.stop();
      await stack.stop();
      await Promise.all([storage.stop(), mail.stop()]);
      await Promise.all([...Object.values(switches), webhook].map((each) => each.close()));
      pages.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a test left running, by what the edge has logged, would keep a place that the next one needs. */
async function stopAll(log: string, { egressUrl, liveKit }: OutsideMedia): Promise<void> {
  const client = new EgressClient(egressUrl, liveKit.key, liveKit.secret);
  const asked = new Set([...log.matchAll(/"egress":"(EG_\w+)"/g)].map(([, egress = '']) => egress));
  await Promise.all([...asked].map((egress) => client.stopEgress(egress).catch(() => {})));
}
