import { expect, test } from 'vitest';
import { layoutInMetadata, readRecorderAddress } from '../../../../pwa/call/recorder/address.ts';

const home = '0123456789abcdef'.repeat(4);
const ticket = 'a-ticket-of-many-letters';

function read(changes: Record<string, string>) {
  const url = new URL('https://holler.test/recorder');
  const query = { room: home, ticket, url: 'ws://127.0.0.1:7880', token: 'a.b.c', ...changes };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return readRecorderAddress(url);
}

test('a recorder says which room, by which ticket, over which media server', () => {
  expect(read({ layout: 'speaker' })).toEqual({
    ...{ home, ticket, layout: 'speaker' },
    server: { url: 'ws://127.0.0.1:7880', token: 'a.b.c' },
  });
});

test('a layout that nobody knows is a grid', () => {
  expect(read({})?.layout).toBe('grid');
  expect(read({ layout: '../../etc' })?.layout).toBe('grid');
});

test.each([
  { room: 'abcd-efgh-jkmn-pqrs-tvwx' },
  { room: '../../meetings' },
  { ticket: 'short' },
  { token: '' },
])('an address that lacks something is no recorder’s: %j', (changes) => {
  expect(read(changes)).toBeUndefined();
});

test('another layout comes as metadata, whatever else may be in there', () => {
  expect(layoutInMetadata('{"layout":"screen"}')).toBe('screen');
  expect(layoutInMetadata('{"layout":"nonsense"}')).toBeUndefined();
  expect(layoutInMetadata('no json')).toBeUndefined();
  expect(layoutInMetadata(undefined)).toBeUndefined();
});
