import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../../../pwa/screens/chat/links-in.ts';

function linksIn(message: string): string[] {
  return piecesOf(message).flatMap((piece) => (piece.kind === 'link' ? [piece.address] : []));
}

describe('the links in a message', () => {
  test.each([
    ['nothing here', []],
    ['see https://example.org/a', ['https://example.org/a']],
    ['see https://example.org/a.', ['https://example.org/a']],
    ['(https://example.org/a)', ['https://example.org/a']],
    ['https://example.org/a_(b)', ['https://example.org/a_(b)']],
    [
      'HTTP://EXAMPLE.ORG, then https://two.test?q=1&r=2#f',
      ['HTTP://EXAMPLE.ORG', 'https://two.test?q=1&r=2#f'],
    ],
    ['javascript:alert(1) data:text/html,x', []],
    ['https://', []],
    ['nothttps://example.org', []],
    ['www.example.org/a, and WWW.two.test', ['https://www.example.org/a', 'https://WWW.two.test']],
    ['awww.example.org www.', []],
    ['write to ann.b+c@mail.example.org.', ['mailto:ann.b+c@mail.example.org']],
    ['@ann a@b ann@@example.org', []],
    ['https://ann@example.org/', ['https://ann@example.org/']],
  ])('%s', (message, links) => {
    expect(linksIn(message)).toEqual(links);
  });

  test('leave the rest of the message as it was', () => {
    const message = 'first https://example.org, then <b>more</b>\nand https://two.test!';
    expect(
      piecesOf(message)
        .map(({ text }) => text)
        .join(''),
    ).toBe(message);
  });
});
