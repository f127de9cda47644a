import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { MeetingId } from '../../edge/protocol/ids.ts';
import { MediaKey, meetingPath, readMeetingLink } from '../../edge/protocol/links.ts';

const id = v.parse(MeetingId, '0123-4567-89ab-cdef-ghjk');
const mediaKey = v.parse(MediaKey, 'AAECAwQFBgcICQoLDA0ODw');

describe('a meeting link', () => {
  test('keeps the media key in the fragment, which is never sent', () => {
    const path = meetingPath({ id, mediaKey });
    expect(path).toBe(`/${id}#${mediaKey}`);
    expect(new URL(path, 'https://holler.example').pathname).not.toContain(mediaKey);
  });

  test('can do without a media key', () => {
    expect(meetingPath({ id })).toBe(`/${id}`);
  });

  test('is read back as it was written', () => {
    expect(readMeetingLink(meetingPath({ id, mediaKey }))).toEqual({ id, mediaKey });
    expect(readMeetingLink(meetingPath({ id }))).toEqual({ id });
  });

  test.each([
    ['an address', `https://holler.example/${id}#${mediaKey}`],
    ['an address with a port and a query', `http://localhost:8787/${id}?source=pwa#${mediaKey}`],
    ['an address that ends with a slash', `https://holler.example/${id}/#${mediaKey}`],
    ['the protocol handler’s link', `web+holler:${id}#${mediaKey}`],
    ['the protocol handler’s link with slashes', `web+holler://${id}#${mediaKey}`],
    ['a path', `/${id}#${mediaKey}`],
    ['an id', `${id}#${mediaKey}`],
    ['blanks around it', `\n ${id}#${mediaKey} `],
  ])('is read from %s', (_, text) => {
    expect(readMeetingLink(text)).toEqual({ id, mediaKey });
  });

  test.each([
    ['a fragment that is no key', `${id}#chapter-2`],
    ['an empty fragment', `${id}#`],
    ['a key that is cut short', `${id}#${mediaKey.slice(1)}`],
  ])('has no media key when there is %s', (_, text) => {
    expect(readMeetingLink(text)).toEqual({ id });
  });

  test.each(['', '#', 'https://holler.example/', `https://holler.example/#${mediaKey}`, 'hello'])(
    'is not read from “%s”',
    (text) => expect(readMeetingLink(text)).toBeUndefined(),
  );
});
