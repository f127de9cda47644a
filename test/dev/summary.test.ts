import { expect, it } from 'vitest';
import { summaryOf, turnStateWith } from '../../edge/dev/summary.ts';

const running = {
  port: 8788,
  logFile: '.cache/dev/edge.log',
  media: { kind: 'running', name: 'in Docker' },
  recording: { kind: 'running', storage: 'in Docker', mailUrl: 'http://127.0.0.1:9/' },
} as const;

it('tells the address, the log and how to stop', () => {
  const text = summaryOf({ ...running, turn: 'on' });
  expect(text).toContain('http://localhost:8788\n');
  expect(text).toContain('.cache/dev/edge.log');
  expect(text).toContain('Ctrl-C');
});

it.each([
  ['on', 'on with LiveKit, for callers on this machine'],
  ['later', 'later: with LiveKit'],
  ['off', 'off: it comes with LiveKit; calls across strict networks will not connect'],
  ['configured', 'as set in .dev.vars'],
  ['not-with-own-media', 'off: with media servers of your own, set TURN_URLS in .dev.vars too'],
] as const)('tells about TURN when it is %s', (turn, line) => {
  expect(summaryOf({ ...running, turn })).toContain(`TURN             ${line}\n`);
});

it.each([
  [{ kind: 'running', name: 'in Docker' }, 'on'],
  [{ kind: 'preparing', what: 'building LiveKit with Go, once' }, 'later'],
  [{ kind: 'failed', failure: 'LiveKit did not start.' }, 'off'],
  [{ kind: 'not-installed' }, 'off'],
  [{ kind: 'configured' }, 'not-with-own-media'],
] as const)('has TURN from the LiveKit of this machine alone: %j', (media, state) => {
  expect(turnStateWith(media)).toBe(state);
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
  const text = summaryOf({ ...running, turn: 'on', media });
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
  [{ kind: 'not-installed' }, /Recording +off: install Docker or Go/],
  [{ kind: 'not-with-own-media' }, /Recording +off: .*S3_ENDPOINT/],
] as const)('tells about recording when it is %j', (recording, line) => {
  expect(summaryOf({ ...running, turn: 'on', recording })).toMatch(line);
});
