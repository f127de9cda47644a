import { describe, expect, test } from 'vitest';
import { errorKinds } from '../../../edge/protocol/errors.ts';
import { text } from '../../../pwa/messages/en.ts';

describe('every way a call can end', () => {
  test.each([...Object.keys(errorKinds), 'unreachable', 'offline'])(
    '%s has its words',
    (reason) => {
      expect(text.endings).toHaveProperty(reason);
    },
  );

  test('is told in sentences, without a code in them', () => {
    for (const [reason, { title, body }] of Object.entries(text.endings)) {
      expect(title).toMatch(/^[A-Z][^.]+$/);
      expect(body).toMatch(/[.?]$/);
      if (reason.includes('-')) expect(title + body).not.toContain(reason);
    }
  });
});

test('counts read as people say them', () => {
  expect(text.lobby.people(0)).toBe('Nobody is here yet');
  expect(text.lobby.people(1)).toBe('1 person in the call');
  expect(text.lobby.people(3)).toBe('3 people in the call');
});

test('a silenced person hears by whom, and which of their devices', () => {
  expect(text.call.silenced(['microphone'], 'Ada')).toBe('Ada turned your microphone off.');
  expect(text.call.silenced(['screen', 'screen-audio'], 'Ada')).toBe(
    'Ada turned your screen and your screen’s sound off.',
  );
});
