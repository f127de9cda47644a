import { describe, expect, it } from 'vitest';
import { readAddress } from '../../extension/store/address.ts';
import { isPageOf, patternOf, readServer } from '../../extension/store/server.ts';

describe('the address of a server', () => {
  it.each([
    ['https://holler.example', 'https://holler.example'],
    ['holler.example', 'https://holler.example'],
    ['  https://holler.example:8443/k3f9?x#y ', 'https://holler.example:8443'],
    ['http://localhost:8787/', 'http://localhost:8787'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://holler.example', 'insecure'],
    ['http://localhost.evil.example', 'insecure'],
    ['', 'not-an-address'],
    ['https://', 'not-an-address'],
    ['two words', 'not-an-address'],
    ['javascript://holler.example/%0aalert(1)', 'not-an-address'],
    ['file:///etc/passwd', 'not-an-address'],
    ['https://user:secret@holler.example', 'not-an-address'],
  ])('%j is read as %s', (typed, server) => {
    expect(readServer(typed)).toBe(server);
  });

  it('is matched with its port where patterns have one', () => {
    expect(patternOf('http://127.0.0.1:8787', true)).toBe('http://127.0.0.1:8787/*');
    expect(patternOf('http://127.0.0.1:8787', false)).toBe('http://127.0.0.1/*');
  });

  it.each([
    ['https://holler.example/abc#key', true],
    ['https://holler.example.evil.example/', false],
    ['https://holler.example:444/', false],
    ['http://holler.example/', false],
    ['no address', false],
    [undefined, false],
  ])('has %j for a page of its own: %s', (address, isOurs) => {
    expect(isPageOf('https://holler.example', address)).toBe(isOurs);
  });
});

describe('whom a text names', () => {
  it.each([
    ['ada@example.org', { kind: 'mail', whom: 'ada@example.org' }],
    [' ada@example.org ', { kind: 'mail', whom: 'ada@example.org' }],
    ['mailto:ada@example.org?subject=Hello', { kind: 'mail', whom: 'ada@example.org' }],
    ['mailto:ada@example.org,bob@example.org', { kind: 'mail', whom: 'ada@example.org' }],
    ['MAILTO:ada%2Bwork@example.org', { kind: 'mail', whom: 'ada+work@example.org' }],
    ['+49 30 1234-567', { kind: 'phone', whom: '+49 30 1234-567' }],
    ['tel:+1-201-555-0123', { kind: 'phone', whom: '+1-201-555-0123' }],
    ['tel:+1-201-555-0123;ext=4', { kind: 'phone', whom: '+1-201-555-0123' }],
    ['(030) 123 45 67', { kind: 'phone', whom: '(030) 123 45 67' }],
    ['12345', null],
    ['2026-11-21 and more words', null],
    ['an @ sign', null],
    ['mailto:', null],
    ['tel:%E0%A4%A', null],
    ['<script>@example.org', null],
    ['', null],
  ])('%j is %j', (text, address) => {
    expect(readAddress(text)).toEqual(address);
  });
});
