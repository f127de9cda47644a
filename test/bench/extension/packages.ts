import { statSync } from 'node:fs';
import { packageOf } from '../../../extension/build/build.ts';
import { targets } from '../../../extension/build/manifest.ts';
import type { Measured } from '../group.ts';

export function* measurePackages(): Iterable<Omit<Measured, 'group'>> {
  for (const target of targets) {
    yield {
      metric: 'package_zip_bytes',
      variant: target,
      ...{ unit: 'kB', samples: [statSync(packageOf(target)).size / 1_000] },
      target: { kind: 'at most', value: 150, at: 'worst' },
    };
  }
}
