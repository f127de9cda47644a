import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprint } from '../../edge/dev/pwa-build.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holler-fingerprint-'));
  file = join(folder, 'a');
  writeFileSync(file, 'one');
});

afterEach(() => rmSync(folder, { recursive: true }));

it('stays the same when a file is only touched', () => {
  const before = fingerprint([file]);
  utimesSync(file, new Date(0), new Date(0));
  expect(fingerprint([file])).toBe(before);
});

it('changes when a file is edited, renamed or added', () => {
  const other = join(folder, 'b');
  const prints = new Set([fingerprint([file])]);
  writeFileSync(file, 'two');
  prints.add(fingerprint([file]));
  renameSync(file, other);
  prints.add(fingerprint([other]));
  writeFileSync(file, '');
  prints.add(fingerprint([file, other]));
  expect(prints.size).toBe(4);
});
