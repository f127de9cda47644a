import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createRunMark } from './leftovers.ts';

const sleeper = 'setInterval(() => {}, 1_000)';

it('finds and kills a process whose parent is gone', async () => {
  const mark = createRunMark();
  const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { detached: true, stdio: 'ignore' }).unref()`;
  const parent = spawn(process.execPath, ['-e', script], { env: { ...process.env, ...mark.env } });
  await once(parent, 'close');

  const left = await mark.sweep(0);
  expect(left).toEqual([{ pid: expect.any(Number), command: expect.stringContaining(sleeper) }]);
  expect(await mark.sweep(5_000)).toEqual([]);
});

it('leaves what others started alone', async () => {
  const stranger = spawn(process.execPath, ['-e', sleeper], {
    env: { ...process.env, ...createRunMark().env },
  });
  expect(await createRunMark().sweep(0)).toEqual([]);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
  await once(stranger, 'close');
});
