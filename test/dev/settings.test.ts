import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { settingsText } from '../../edge/dev/wrangler.ts';

it('writes settings so that nothing in a value is taken for syntax', () => {
  const settings = {
    STUN_URLS: '',
    TURN_SECRET: 'a$b#c "d" = e',
    TURN_URLS: 'turn:h:1?transport=udp',
  };
  expect(parseEnv(settingsText(settings))).toEqual(settings);
});

it.each(["it's", 'two\nlines'])('refuses %j, which it could not write', (value) => {
  expect(() => settingsText({ TURN_SECRET: value })).toThrow('The setting TURN_SECRET');
});
