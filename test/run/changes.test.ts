import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { isSource, watchSources } from './changes.ts';

function watchNewFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'holler-changes-'));
  mkdirSync(join(folder, 'deep', 'dist'), { recursive: true });
  const stopping = new AbortController();
  onTestFinished(() => {
    stopping.abort();
    rmSync(folder, { recursive: true });
  });
  const changes = watchSources([folder], stopping.signal);
  return { changes, stopping, write: (path: string) => writeFileSync(join(folder, path), path) };
}

it('tells of changed sources once, and not of what is built', async () => {
  const { changes, write } = watchNewFolder();
  await delay(100);
  write('deep/one.ts');
  write('deep/two.ts');
  expect(await changes.next()).toBe(join('deep', 'two.ts'));
  write('deep/dist/built.js');
  const next = changes.next();
  expect(await Promise.race([next, delay(700, 'nothing')])).toBe('nothing');
  write('three.ts');
  expect(await next).toBe('three.ts');
});

it('tells of what changed before it was asked', async () => {
  const { changes, write } = watchNewFolder();
  await delay(100);
  write('one.ts');
  await delay(100);
  expect(await changes.next()).toBe('one.ts');
});

it('ends when it is told to', async () => {
  const { changes, stopping } = watchNewFolder();
  const next = changes.next();
  stopping.abort();
  expect(await next).toBeNull();
});

it.each([
  ['call/mesh/link.ts', true],
  ['distance.ts', true],
  ['dist/index.html', false],
  ['results/vitest-node.json', false],
  ['bench/latest.json', false],
  ['tsconfig.tsbuildinfo', false],
])('%s is a source: %s', (path, source) => {
  expect(isSource(path)).toBe(source);
});
