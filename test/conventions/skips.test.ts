import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot, root } from '../../edge/dev/paths.ts';

it('no test is skipped without a reason: `skipBecause` has one', () => {
  const files = globSync('test/**/*.test.{ts,tsx}', { cwd: root });
  expect(files.length).toBeGreaterThan(200);
  const silent = files.filter((file) =>
    /\.(skipIf|runIf)\(/.test(readFileSync(inRoot(file), 'utf8')),
  );
  expect(silent).toEqual([]);
});
