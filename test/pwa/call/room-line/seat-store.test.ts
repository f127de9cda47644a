import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type MeetingId, readMeetingId } from '../../../../edge/protocol/ids.ts';
import { MediaKey } from '../../../../edge/protocol/links.ts';
import { createSeatStore } from '../../../../pwa/call/room-line/seat-store.ts';
import { createMemoryStorage } from '../fakes/ports.ts';
import { meeting, secret, you } from '../fakes/room.ts';

const seat = { id: you, secret: secret('mine') };
const mediaKey = v.parse(MediaKey, 'A'.repeat(22));

function meetingNumber(index: number): MeetingId {
  const id = readMeetingId(String(index).padStart(20, '0'));
  if (id === undefined) throw new Error('not an id');
  return id;
}

describe('what a browser knows of a meeting', () => {
  test('adds up over time and over pages', () => {
    const storage = createMemoryStorage();
    createSeatStore(storage).remember(meeting, { hostToken: secret('host'), mediaKey });
    createSeatStore(storage).remember(meeting, { seat });
    expect(createSeatStore(storage).read(meeting)).toEqual({
      seat,
      hostToken: secret('host'),
      mediaKey,
    });
  });

  test('is nothing at first', () => {
    expect(createSeatStore(createMemoryStorage()).read(meeting)).toEqual({});
  });

  test('loses its tokens, but not the media key, when the edge calls them wrong', () => {
    const store = createSeatStore(createMemoryStorage());
    store.remember(meeting, { seat, hostToken: secret('host'), mediaKey });
    store.forgetTokens(meeting);
    expect(store.read(meeting)).toEqual({ mediaKey });
  });

  test('is dropped when fifty other meetings have been used since', () => {
    const store = createSeatStore(createMemoryStorage());
    for (let index = 0; index < 50; index += 1) store.remember(meetingNumber(index), { seat });
    store.remember(meetingNumber(0), { mediaKey });
    store.remember(meetingNumber(50), { seat });
    expect(store.read(meetingNumber(1))).toEqual({});
    expect(store.read(meetingNumber(0))).toEqual({ seat, mediaKey });
    expect(store.read(meetingNumber(50))).toEqual({ seat });
  });
});

describe('a storage with something else in it', () => {
  test.each([
    ['no JSON', '{{{'],
    ['another shape', '{"a":1}'],
    ['a list of rubbish', '[1,null,["x",{}],[]]'],
    ['a text', '"hello"'],
  ])('%s reads as nothing and is written over', (_, garbage) => {
    const storage = createMemoryStorage();
    storage.setItem('holler.meetings', garbage);
    const store = createSeatStore(storage);
    expect(store.read(meeting)).toEqual({});
    store.remember(meeting, { seat });
    expect(store.read(meeting)).toEqual({ seat });
  });

  test('costs only the entries that are broken', () => {
    const storage = createMemoryStorage();
    const good = [meeting, { seat }];
    const bad = [meetingNumber(1), { seat: { id: 'NOT A SEAT', secret: '' } }];
    storage.setItem('holler.meetings', JSON.stringify([bad, good]));
    expect(createSeatStore(storage).read(meeting)).toEqual({ seat });
    expect(createSeatStore(storage).read(meetingNumber(1))).toEqual({});
  });
});

test('a storage that throws costs the memory of a reload, not that of this page', () => {
  const fail = () => {
    throw new Error('forbidden');
  };
  const store = createSeatStore({ getItem: fail, setItem: fail });
  expect(store.read(meeting)).toEqual({});
  store.remember(meeting, { seat });
  store.remember(meeting, { mediaKey });
  expect(store.read(meeting)).toEqual({ seat, mediaKey });
});
