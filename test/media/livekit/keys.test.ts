import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keysIn } from '../../../media/livekit/keys.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holler-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('makes keys once for each folder, and keeps them from everybody else', () => {
  const folder = newFolder();
  const keys = keysIn(folder);
  expect(keysIn(folder)).toEqual(keys);
  expect(keysIn(newFolder()).secret).not.toBe(keys.secret);
  expect(keys.secret.length).toBeGreaterThanOrEqual(32);
  expect(statSync(join(folder, 'livekit-keys.json')).mode & 0o077).toBe(0);
});
