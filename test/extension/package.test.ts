import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../edge/dev/paths.ts';
import { buildExtension } from '../../edge/dev/pwa-build.ts';
import { folderOf, packageOf } from '../../extension/build/build.ts';
import { targets } from '../../extension/build/manifest.ts';
import { zipOf } from '../../extension/build/zip.ts';

const mostBytes = 150_000;

/** It is Mozilla's linter: what Firefox has not, or asks for, is nothing that Chrome's package could heed. */
const knownOf: Readonly<Record<(typeof targets)[number], readonly string[]>> = {
  chrome: [
    'BACKGROUND_SERVICE_WORKER_NOFALLBACK: Unsupported "/background/service_worker" manifest property used without "/background/scripts" property as Firefox-compatible fallback.',
    'ADDON_ID_REQUIRED: The add-on ID is required in Manifest Version 3 and above.',
    'MANIFEST_PERMISSIONS: /permissions: Invalid permissions "tabCapture" at 4.',
    'MISSING_DATA_COLLECTION_PERMISSIONS: The "data_collection_permissions" property is missing.',
  ],
  firefox: [],
};

beforeAll(() => buildExtension(), 120_000);

function filesOf(target: (typeof targets)[number]) {
  return Object.entries(unzipSync(readFileSync(packageOf(target)))).map(([name, content]) => ({
    name,
    text: Buffer.from(content).toString(),
  }));
}

describe.each(targets)('the package for %s', (target) => {
  it('is small', () => {
    expect(statSync(packageOf(target)).size).toBeLessThan(mostBytes);
  });

  it('asks for no site until somebody names one, and lets no page find it', () => {
    const manifest = JSON.parse(
      filesOf(target).find(({ name }) => name === 'manifest.json')?.text ?? '',
    );
    expect(manifest).not.toHaveProperty('host_permissions');
    expect(manifest).not.toHaveProperty('content_scripts');
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
    const usual = ['activeTab', 'contextMenus', 'scripting', 'storage'];
    expect(manifest.permissions).toEqual(target === 'chrome' ? [...usual, 'tabCapture'] : usual);
  });

  it('brings all of its code along', () => {
    const code = filesOf(target).filter(({ name }) => /\.(js|html)$/.test(name));
    expect(code.length).toBeGreaterThan(5);
    const remote = /\b(?:eval|Function)\(|(?:src|href)="https?:|import\s*\(?\s*["']https?:/;
    expect(code.filter(({ text }) => remote.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('passes web-ext lint without a warning', { timeout: 120_000 }, async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...[inRoot('node_modules/web-ext/bin/web-ext.js'), 'lint', '--output', 'json'],
        ...['--no-config-discovery', '--source-dir', folderOf(target)],
      ],
      { env: { ...process.env, NO_UPDATE_NOTIFIER: '1' } },
    ).catch((error: { stdout: string }) => error);
    const { errors, warnings, notices } = JSON.parse(stdout);
    const codes = [...errors, ...warnings, ...notices].map(
      ({ code, message }) => `${code}: ${message}`,
    );
    expect(codes).toEqual(knownOf[target]);
  });
});

it('is packed into the same bytes, whatever the order and the day', () => {
  const files = ['b', 'a', 'c'].map((name) => ({ name, content: Buffer.from(name.repeat(99)) }));
  expect(zipOf(files)).toEqual(zipOf(files.toReversed()));
});
