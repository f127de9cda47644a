import { expect, test } from 'vitest';
import { initialsOf } from '../../../pwa/parts/avatar.tsx';

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Ana María de la Cruz', 'AC'],
  ['  Grace   Hopper ', 'GH'],
  ['𝒵oe Ångström', '𝒵Å'],
  ['李 小龍', '李小'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
