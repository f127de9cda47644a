import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Problem } from '../../../edge/dev/cli.ts';
import { findBrowser } from '../../../media/browser/find-browser.ts';
import { startRecordingMachine } from '../../../media/recorder/machine.ts';
import { startStorage } from '../../../media/storage/storage.ts';
import { skipBecause } from '../../support/skip.ts';

vi.mock('../../../media/storage/storage.ts');

const browser = await findBrowser();

const settings = {
  ...{ S3_ENDPOINT: 'http://127.0.0.1:9', S3_REGION: 'auto', S3_BUCKET: 'recordings' },
  ...{ S3_ACCESS_KEY: 'key', S3_SECRET: 'secret' },
};

it(
  'has no recorder when its storage cannot be had',
  skipBecause(browser === null && 'there is no browser to record with here'),
  async () => {
    const storage = Promise.withResolvers<void>();
    const never = new Promise<never>(() => {});
    const nothing = async () => {};
    vi.mocked(startStorage).mockResolvedValue({
      ...{ name: 'a storage', preparing: 'being built', settings, logFile: '' },
      ...{ ready: storage.promise, exited: never, stop: nothing, kill: nothing, restart: nothing },
    });
    const folder = mkdtempSync(join(tmpdir(), 'holler-machine-'));
    const machine = await startRecordingMachine({
      folder,
      liveKit: { key: 'key', secret: 'secret', url: 'ws://127.0.0.1:9' },
      webhookUrls: [],
    });
    if (machine === null) throw new Error('There is no recording');
    onTestFinished(async () => {
      await machine.stop();
      rmSync(folder, { recursive: true });
    });
    const isUp = () =>
      fetch(`${machine.settings.EGRESS_URL}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(isUp, { timeout: 20_000 }).toBe(true);
    storage.reject(new Error('fetch failed'));
    await expect(machine.ready).rejects.toEqual(
      new Problem('The S3 server takes no recordings (fetch failed).'),
    );
    await expect.poll(isUp, { timeout: 10_000 }).toBe(false);
  },
);
