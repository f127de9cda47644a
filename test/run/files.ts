import { globSync } from 'node:fs';
import { root } from '../../edge/dev/paths.ts';
import type { Suite } from './suites.ts';

/** The files of a suite, as paths from the root with `/` between their parts. */
export function listTestFiles({ include, exclude }: Suite): readonly string[] {
  return globSync(include, { cwd: root, exclude: [...exclude] })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}
