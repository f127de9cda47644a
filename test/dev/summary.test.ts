import { expect, it } from 'vitest';
import { summaryOf } from '../../edge/dev/summary.ts';

const running = {
  port: 8788,
  logFile: '.cache/dev/edge.log',
  media: { kind: 'running', name: 'in Docker' },
  recording: { kind: 'running', storage: 'in Docker', mailUrl: 'http://127.0.0.1:9/' },
} as const;

it('tells the address, the log and how to stop', () => {
  const text = summaryOf({ ...running, turn: 'coturn' });
  expect(text).toContain('http://localhost:8788\n');
  expect(text).toContain('.cache/dev/edge.log');
  expect(text).toContain('Ctrl-C');
});

it('tells why TURN is off and what that means', () => {
  expect(summaryOf({ ...running, turn: 'not-installed' })).toMatch(
    /TURN +off: coturn is not installed; calls across strict networks will not connect/,
  );
});

it.each(['coturn', 'configured'] as const)('does not call TURN off when it is %s', (turn) => {
  expect(summaryOf({ ...running, turn })).not.toMatch(/TURN +off/);
});

it.each([
  [{ kind: 'running', name: 'in Docker' }, 'on: LiveKit in Docker, for callers on this machine'],
  [
    { kind: 'preparing', what: 'building LiveKit with Go, once' },
    'later: building LiveKit with Go',
  ],
  [{ kind: 'failed', failure: 'LiveKit did not start.' }, 'off: LiveKit did not start.'],
  [{ kind: 'configured' }, 'as set in .dev.vars'],
  [{ kind: 'not-installed' }, 'off: install livekit-server, Docker or Go to have them'],
] as const)('tells about large calls when the media server is %j', (media, line) => {
  const text = summaryOf({ ...running, turn: 'coturn', media });
  expect(text).toContain(`Calls of more    ${line}`);
});

it.each([
  [
    { kind: 'running', storage: 'in Docker', mailUrl: 'http://127.0.0.1:1234/' },
    /Recording +on: S3 server in Docker\n +Mail +read what was sent at http:\/\/127\.0\.0\.1:1234\//,
  ],
  [
    { kind: 'preparing', what: 'building the S3 server', mailUrl: 'http://127.0.0.1:1234/' },
    /Recording +later: building the S3 server\n +Mail/,
  ],
  [{ kind: 'configured' }, /Recording +as set in \.dev\.vars\n +TURN/],
  [{ kind: 'not-installed' }, /Recording +off: install Chromium/],
  [{ kind: 'not-with-own-media' }, /Recording +off: .*S3_ENDPOINT/],
] as const)('tells about recording when it is %j', (recording, line) => {
  expect(summaryOf({ ...running, turn: 'coturn', recording })).toMatch(line);
});
