import { statSync } from 'node:fs';
import { runCli, say } from '../../edge/dev/cli.ts';
import { buildExtension, packageOf } from './build.ts';
import { targets } from './manifest.ts';

await runCli(async () => {
  await buildExtension();
  for (const target of targets) {
    const { size } = statSync(packageOf(target));
    say(`extension/dist/holler-${target}.zip  ${(size / 1_000).toFixed(1)} kB`);
  }
  return 0;
});
