import { describe, expect, test } from 'vitest';
import { messageOf } from '../../../edge/recording/mail.ts';
import { lengthOf, mailAbout, titleOf } from '../../../edge/recording/words.ts';

const recording = {
  ...{ title: 'Tea', startedAt: Date.UTC(2026, 10, 21), durationMs: 3_725_000, isOwner: true },
  ...{ state: 'ready' as const, expiresAt: Date.UTC(2026, 11, 21), url: 'https://h.example/r/abc' },
};

describe('the mail', () => {
  test('says what there is, how long it is, and when it goes', () => {
    const { subject, text } = mailAbout(recording);
    expect(subject).toBe('Recording of “Tea”, 2026-11-21');
    expect(text).toContain('(1:02:05) is ready:\n\nhttps://h.example/r/abc\n\n');
    expect(text).toContain('delete it');
    expect(text).toContain('2026-12-21');
  });

  test('promises a viewer no right that they do not have', () => {
    const { text } = mailAbout({ ...recording, isOwner: false, expiresAt: null });
    expect(text).not.toContain('you can also delete');
    expect(text).not.toContain('by itself');
  });

  test('says so when nothing could be kept, and has no link', () => {
    const { subject, text } = mailAbout({ ...recording, state: 'failed' });
    expect(subject).toMatch(/was lost$/);
    expect(text).not.toContain('http');
  });

  test('shows what people wrote as text', () => {
    const { html } = mailAbout({ ...recording, title: '<img src=x onerror=alert(1)>' });
    expect(html).not.toContain('<img');
  });
});

describe('on the wire', () => {
  const mail = { to: 'ann@example.org', text: '.\r\n.', html: '', id: 'room_1.0' };
  const sender = { from: 'holler@h.example', host: 'h.example', date: new Date(0) };

  test('nothing that people wrote can begin a field, end the mail, or be longer than a line', () => {
    const title = titleOf({ ...recording, title: `${'x'.repeat(90)}\r\nBcc: all@example.org 💁` });
    const lines = messageOf({ ...mail, subject: title }, sender).split('\r\n');
    expect(lines.every((line) => line.length <= 78 && !line.startsWith('.'))).toBe(true);
    expect(lines.filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(lines).toContain('To: <ann@example.org>');
    expect(lines).toContain('Message-ID: <room_1.0@h.example>');
  });
});

test.each([
  [0, '0:00'],
  [61_400, '1:01'],
  [3_600_000, '1:00:00'],
])('%i ms are %s', (durationMs, shown) => {
  expect(lengthOf(durationMs)).toBe(shown);
});
