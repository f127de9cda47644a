import { expect, test } from 'vitest';
import { createRememberedRecordings } from '../../../pwa/recordings/remembered.ts';
import { createMemoryStorage } from '../call/fakes/ports.ts';

const one = { recording: 'one', path: '/r/a-token', meeting: 'Stand-up', at: 1 };

test('links are kept, the latest first, each once, until somebody forgets them', () => {
  const storage = createMemoryStorage();
  const remembered = createRememberedRecordings(storage);
  expect(remembered.all()).toEqual([]);
  remembered.remember(one);
  remembered.remember({ ...one, recording: 'two', at: 2 });
  remembered.remember({ ...one, at: 3 });
  expect(
    createRememberedRecordings(storage)
      .all()
      .map(({ at }) => at),
  ).toEqual([2, 1]);
  remembered.forget('one');
  remembered.remember({ ...one, at: 4 });
  expect(remembered.all().map(({ recording }) => recording)).toEqual(['two']);
});

test('what is deleted is forgotten by its address', () => {
  const remembered = createRememberedRecordings(createMemoryStorage());
  remembered.remember(one);
  remembered.remember({ ...one, recording: 'two', path: '/r/another' });
  remembered.forgetAt('/r/nothing');
  remembered.forgetAt(one.path);
  remembered.remember(one);
  expect(remembered.all().map(({ recording }) => recording)).toEqual(['two']);
});

test.each([
  'no json',
  '{"a":1}',
  '[{"recording":1}]',
  JSON.stringify([{ ...one, path: 'https://elsewhere.example/r/a' }]),
  JSON.stringify([{ ...one, path: 'javascript:alert(1)' }]),
])('what somebody else wrote there is no link: %s', (text) => {
  const storage = createMemoryStorage();
  storage.setItem('holler.recordings', text);
  expect(createRememberedRecordings(storage).all()).toEqual([]);
});

test('a storage that refuses everything loses links, and nothing else', () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  const remembered = createRememberedRecordings({ getItem: refuse, setItem: refuse });
  remembered.remember(one);
  expect(remembered.all()).toEqual([]);
});
