import { expect, test } from 'vitest';
import { locationHint } from '../../edge/location.ts';

test.each([
  { where: 'Berlin', continent: 'EU', longitude: '13.4', hint: 'weur' },
  { where: 'Kyiv', continent: 'EU', longitude: '30.5', hint: 'eeur' },
  { where: 'New York', continent: 'NA', longitude: '-74.0', hint: 'enam' },
  { where: 'Seattle', continent: 'NA', longitude: '-122.3', hint: 'wnam' },
  { where: 'São Paulo', continent: 'SA', longitude: '-46.6', hint: 'sam' },
  { where: 'Lagos', continent: 'AF', longitude: '3.4', hint: 'afr' },
  { where: 'Dubai', continent: 'AS', longitude: '55.3', hint: 'me' },
  { where: 'Tokyo', continent: 'AS', longitude: '139.7', hint: 'apac' },
  { where: 'Sydney', continent: 'OC', longitude: '151.2', hint: 'oc' },
])('somebody in $where gets a room in $hint', ({ continent, longitude, hint }) => {
  expect(locationHint({ continent, longitude })).toBe(hint);
});

test.each([undefined, {}, { continent: 'AN' }, { continent: 'T1' }])(
  'the platform decides about %o',
  (cf) => expect(locationHint(cf)).toBeUndefined(),
);

test.each(['NA', 'EU', 'AS'])('%s without a longitude still gets a hint', (continent) => {
  expect(locationHint({ continent })).toBeDefined();
});
