import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { goLiveKit } from '../../../media/livekit/go-build.ts';

let folder: string;
const { signal } = new AbortController();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holler-go-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Stands in for the toolchain; `$OUT` is where the program belongs. */
function go(script: string): string {
  const file = join(folder, 'go');
  const findOut = 'while [ $# -gt 0 ]; do test "$1" = -o && OUT="$2"; shift; done';
  writeFileSync(file, `#!/bin/sh\n${findOut}\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

it('builds once, and then has it', async () => {
  const cache = join(folder, 'cache');
  const toolchain = go('printf built > "$OUT"');
  const first = goLiveKit(toolchain, cache);
  expect(first.preparation?.what).toMatch(/^building LiveKit with Go, once/);
  await first.preparation?.run(() => {}, signal);
  const second = goLiveKit(toolchain, cache);
  expect(second.preparation).toBeNull();
  const { command } = second.launch(
    {
      network: 'loopback',
      port: 1,
      mediaPort: 2,
      turn: null,
      keys: { key: 'key', secret: 'secret' },
      webhookUrl: 'http://127.0.0.1/',
    },
    folder,
  );
  expect(readFileSync(command, 'utf8')).toBe('built');
});

it('says why it could not build, without the list of what it had fetched', async () => {
  const toolchain = go(
    'echo "go: downloading a v1"; echo example.org/a; echo "go: b: no such host" >&2; exit 1',
  );
  const { preparation } = goLiveKit(toolchain, join(folder, 'cache'));
  await expect(preparation?.run(() => {}, signal)).rejects.toThrow(
    /^go: b: no such host\nLiveKit could not be built\.$/,
  );
});

it('stops building when it is told to, and leaves nothing that looks like a server', async () => {
  const stopping = new AbortController();
  const started = join(folder, 'started');
  const { preparation } = goLiveKit(go(`touch ${started}; sleep 60`), join(folder, 'cache'));
  const building = preparation?.run(() => {}, stopping.signal);
  await expect.poll(() => existsSync(started)).toBe(true);
  stopping.abort(new Error('enough'));
  await expect(building).rejects.toThrow('enough');
  expect(goLiveKit('go', join(folder, 'cache')).preparation).not.toBeNull();
});
