import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../edge/dev/paths.ts';
import { freePort } from '../../edge/dev/ports.ts';
import type { BrowserProgram } from '../browser/find-browser.ts';
import type { LiveKitKeys } from '../livekit/config.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import type { S3Settings } from '../storage/s3.ts';

/** In MB. Films pass through in large pieces, which are only given back as their small handles are swept up. */
const youngGeneration = '--max-semi-space-size=2';

/** Longer than a browser takes to hand over what it has. */
const stopGraceMs = 5_000;

export interface RecorderServer extends RunningServer {
  /** Of its Egress API. */
  readonly url: string;
}

export interface RecorderOptions {
  /** Of its own: what it remembers must outlive it. */
  readonly folder: string;
  readonly browser: BrowserProgram;
  readonly liveKit: LiveKitKeys & { readonly url: string };
  readonly storage: S3Settings;
  /** Who hears what becomes of recordings. */
  readonly webhookUrls: readonly string[];
  /** More of `settings.ts`. */
  readonly settings?: Readonly<Record<string, string>>;
  progress?(sentence: string): void;
}

/** Runs the recorder of one machine in the background. */
export async function startRecorder(options: RecorderOptions): Promise<RecorderServer> {
  const { folder, browser, liveKit, storage, webhookUrls, settings, progress } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = startServer({
    name: 'The recorder',
    preparation: browser.preparation,
    ...(progress && { progress }),
    launch: {
      command: process.execPath,
      args: ['--no-warnings', youngGeneration, inRoot('media/recorder/main.ts')],
      env: {
        ...browser.env,
        RECORDER_BROWSER: browser.executablePath,
        RECORDER_PORT: String(port),
        RECORDER_FOLDER: folder,
        LIVEKIT_URL: liveKit.url,
        LIVEKIT_API_KEY: liveKit.key,
        LIVEKIT_API_SECRET: liveKit.secret,
        WEBHOOK_URLS: webhookUrls.join(','),
        ...storage,
        ...settings,
      },
    },
    logFile: join(folder, 'recorder.log'),
    healthUrl: `${url}/healthz`,
    stopGraceMs,
    // What it had begun is finished by its next start.
    revives: true,
  });
  return { ...server, url };
}
