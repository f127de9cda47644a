import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, say } from '../../edge/dev/cli.ts';
import { createS3 } from '../storage/s3.ts';
import { createBrowsers } from './capture/browsers.ts';
import { launchChromium } from './capture/chromium.ts';
import { createRecorder } from './recorder.ts';
import { serveRecorder } from './server.ts';
import { settingsFrom } from './settings.ts';

/**
 * The recorder of one machine. It answers the calls of LiveKit's Egress API that a call needs (room composites:
 * start, update layout, list, stop) at `/twirp/livekit.Egress/…`, and `/healthz`; it tells what becomes of recordings
 * by LiveKit's webhooks. Its settings are in `settings.ts`. Whoever stops or kills it loses the last seconds at most:
 * its next start in the same folder finishes what had begun.
 */
await runCli(record);

async function record(signal: AbortSignal): Promise<number> {
  const settings = settingsFrom(process.env);
  // Where browsers keep their profiles: a crash leaves some behind.
  const profiles = join(settings.RECORDER_FOLDER, 'browsers');
  rmSync(profiles, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(profiles, { recursive: true, mode: 0o700 });
  process.env.TMPDIR = profiles;

  const s3 = createS3(settings);
  const browsers = createBrowsers(() => launchChromium(settings.RECORDER_BROWSER));
  const recorder = createRecorder({ settings, browsers, s3, signal, log: say });
  const server = await serveRecorder(recorder, settings, say);
  say('The recorder is ready.');
  browsers.prepare();
  await recorder.closed;
  server.closeAllConnections();
  server.close();
  await browsers.close();
  return 0;
}
