import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isSupportedNode, matchesLock, oldestNodeMajor } from '../../edge/dev/installed.mjs';
import { inRoot } from '../../edge/dev/paths.ts';

const locked = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-e', optional: true },
  },
};
const a = { version: '1.0.0', integrity: 'sha512-a' };

describe('whether the installed packages match the lock file', () => {
  it.each([
    ['nothing is installed', null, false],
    ['everything is, but what is for another platform', { 'node_modules/a': a }, true],
    ['a package is missing', {}, false],
    ['a package has another version', { 'node_modules/a': { ...a, version: '0.9.0' } }, false],
    ['a package has other content', { 'node_modules/a': { ...a, integrity: 'sha512-x' } }, false],
    ['a package is there that is not locked', { 'node_modules/a': a, 'node_modules/b': a }, false],
  ])('when %s', (_when, packages, matches) => {
    expect(matchesLock(locked, packages && { packages })).toBe(matches);
  });
});

it.each([
  ['18.20.4', false],
  ['19.9.0', false],
  ['20.0.0', true],
  ['22.23.2', true],
  ['100.0.0', true],
])('Node %s is supported: %s', (version, supported) => {
  expect(isSupportedNode(version)).toBe(supported);
});

it('npm is told of the same oldest Node', () => {
  const { engines } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  expect(engines).toEqual({ node: `>=${oldestNodeMajor}` });
});
