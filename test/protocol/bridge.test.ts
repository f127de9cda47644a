import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  BridgeCommand,
  CallReport,
  ExtensionMessage,
  PageMessage,
  readBridgeMessage,
} from '../../edge/protocol/bridge.ts';

const meeting = 'k3f9-7mqd-2x8v-hw4n-6tpz';
const own = { window: {}, origin: 'https://holler.example' };
const here = { channel: 'holler-bridge', from: 'page', type: 'here' };
const event = { source: own.window, origin: own.origin, data: here, isTrusted: true };

describe('what a window hears', () => {
  test('is taken from the window itself', () => {
    expect(readBridgeMessage(PageMessage, event, own)).toEqual(here);
  });

  test.each([
    ['another window', { source: {} }],
    ['nobody', { source: null }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that looks alike', { origin: 'https://holler.example.evil.example' }],
    ['a script that made the event itself', { isTrusted: false }],
    ['another library', { data: { ...here, channel: 'something-else' } }],
    ['the other end', { data: { ...here, from: 'extension' } }],
    ['who knows whom', { data: 'holler-bridge' }],
  ])('is ignored from %s', (_who, difference) => {
    expect(readBridgeMessage(PageMessage, { ...event, ...difference }, own)).toBeUndefined();
  });
});

describe('a report', () => {
  const live = {
    phase: 'live',
    meeting,
    name: 'Weekly',
    people: 3,
    knocking: 0,
    since: 1_700_000_000_000,
    reconnecting: false,
    microphone: true,
    camera: false,
    sharing: 'tab',
    mayShare: true,
  };

  test.each([
    [{ phase: 'none' }],
    [{ phase: 'lobby', meeting, name: '' }],
    [{ phase: 'waiting', meeting, name: 'Weekly' }],
    [live],
  ])('%j passes as it is', (report) => {
    expect(v.parse(CallReport, report)).toEqual(report);
  });

  test.each([
    ['a meeting that is none', { ...live, meeting: 'javascript:alert(1)' }],
    ['more people than a call can hold', { ...live, people: 1e9 }],
    ['half a person', { ...live, people: 1.5 }],
    ['a name as long as a book', { ...live, name: 'x'.repeat(5_000) }],
    ['a phase of its own', { ...live, phase: 'root' }],
  ])('with %s is refused', (_what, report) => {
    expect(v.safeParse(CallReport, report).success).toBe(false);
  });

  test('carries nothing that the extension has no use for', () => {
    expect(v.parse(CallReport, { ...live, chat: ['secret'], mediaKey: 'x' })).toEqual(live);
  });
});

describe('a command', () => {
  const command = (body: object) => ({
    ...{ channel: 'holler-bridge', from: 'extension', type: 'command', id: '1' },
    command: body,
  });

  test.each([
    [{ type: 'open', meeting, joinAtOnce: false, copyLink: false }],
    [{ type: 'turn', source: 'microphone' }],
    [{ type: 'turn', source: 'camera', on: false }],
    [{ type: 'hang-up' }],
    [{ type: 'share-tab', capture: 'pcsXvBGvk4FkjFFowIGULA==' }],
    [{ type: 'offer-screen' }],
    [{ type: 'stop-sharing' }],
    [{ type: 'post', text: 'About this page' }],
  ])('%j passes', (body) => {
    expect(v.parse(ExtensionMessage, command(body))).toEqual(command(body));
  });

  test.each([
    ['a source that nobody can turn', { type: 'turn', source: 'screen' }],
    ['an id with a script in it', { type: 'share-tab', capture: '<script>alert(1)</script>' }],
    ['nothing to post', { type: 'post', text: '   ' }],
    ['too much to post', { type: 'post', text: 'x'.repeat(2_001) }],
    ['another meaning', { type: 'eval', code: '1' }],
  ])('with %s is refused', (_what, body) => {
    expect(v.safeParse(BridgeCommand, body).success).toBe(false);
  });
});
