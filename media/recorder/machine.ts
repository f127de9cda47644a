import { join } from 'node:path';
import { Problem } from '../../edge/dev/cli.ts';
import { carriesBrowser, findBrowser, howToGetBrowser } from '../browser/find-browser.ts';
import type { LiveKitKeys } from '../livekit/config.ts';
import { startMailCatcher } from '../mail/catcher.ts';
import type { S3Settings } from '../storage/s3.ts';
import { startStorage } from '../storage/storage.ts';
import { startRecorder } from './launch.ts';

/** Everything that recording needs beside the edge and LiveKit, on this machine. */
export interface RecordingMachine {
  /** What the edge needs to record, to read what was recorded, and to tell people. */
  readonly settings: S3Settings & { readonly EGRESS_URL: string; readonly SMTP_URL: string };
  /** Completes the sentence "on: S3 server …". */
  readonly storageName: string;
  /** What it waits for before it can run, once; null when it runs already. */
  readonly preparing: string | null;
  /** Where a person reads the mails that were sent. */
  readonly mailUrl: string;
  /** Resolves when recordings can be made; rejects with a `Problem` when they never will. */
  readonly ready: Promise<void>;
  /** Resolves with a sentence when a part ended that nobody stopped. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

export interface RecordingMachineOptions {
  readonly folder: string;
  readonly liveKit: LiveKitKeys & { readonly url: string };
  /** Who hears what becomes of recordings. */
  readonly webhookUrls: readonly string[];
  progress?(sentence: string): void;
}

/** Completes the sentence "Recording: off: …". */
export const howToGetRecording = carriesBrowser()
  ? 'install Docker or Go to have it'
  : `install Docker or Go, and ${howToGetBrowser}, to have it`;

/** Starts the recorder, its storage and a mail catcher; null when one of them cannot be had. */
export async function startRecordingMachine(
  options: RecordingMachineOptions,
): Promise<RecordingMachine | null> {
  const { folder, liveKit, webhookUrls, progress } = options;
  const browser = await findBrowser();
  if (browser === null) return null;
  const storage = await startStorage({ folder, ...(progress && { progress }) });
  if (storage === null) return null;
  const [recorder, mail] = await Promise.all([
    // It waits for a storage that is not there yet, as for one that is away.
    startRecorder({
      folder: join(folder, 'recorder'),
      ...{ browser, ...(progress && { progress }) },
      liveKit,
      storage: storage.settings,
      webhookUrls,
    }),
    startMailCatcher(),
  ]);
  // Calls would be recorded that can never be stored.
  const stored = storage.ready.catch((error: unknown) => {
    void recorder.stop();
    throw problemOf(error);
  });
  const ready = Promise.all([stored, recorder.ready]).then(() => {});
  ready.catch(() => {});
  return {
    settings: { ...storage.settings, ...mail.settings, EGRESS_URL: recorder.url },
    storageName: storage.name,
    preparing: [storage.preparing, browser.preparation?.what].filter(Boolean).join(', ') || null,
    mailUrl: mail.url,
    ready,
    failed: Promise.race([
      storage.exited.then((how) => `The S3 server ended (${how}); its log is ${storage.logFile}.`),
      recorder.exited.then((how) => `The recorder ended (${how}); its log is ${recorder.logFile}.`),
    ]),
    async stop() {
      // The storage last: a recorder that stops may still be sending to it.
      await Promise.all([recorder.stop(), mail.stop()]);
      await storage.stop();
    },
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new Problem(`The S3 server takes no recordings (${why}).`);
}
