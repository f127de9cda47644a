import { describe, expect, test } from 'vitest';
import type { RecordingState } from '../../../../../edge/protocol/recording.ts';
import type { CallNotice } from '../../../../../pwa/call/call.ts';
import { recordingText } from '../../../../../pwa/messages/en-recording.ts';
import {
  isOn,
  latestLinks,
  liveLink,
  maySteer,
  mustAnswer,
  newsBetween,
  recordRefusal,
  wasBegun,
} from '../../../../../pwa/screens/call/recording/rules.ts';
import { recordingState } from '../../../call/fakes/room.ts';
import { personOf, roomOf, seatOf } from '../../people.ts';

const participant = personOf(0);
const host = personOf(0, { role: 'host' });
const cohost = personOf(0, { role: 'cohost' });

test.each([
  ['everyone', participant, null],
  ['hosts', participant, 'hosts'],
  ['hosts', cohost, null],
  ['hosts', host, null],
  ['nobody', host, 'nobody'],
] as const)('where %s may record', (record, self, refusal) => {
  expect(recordRefusal(self, { record })).toBe(refusal);
});

test('hosts, and whoever pressed first, stop a recording', () => {
  const mine = recordingState({ by: seatOf(0) });
  const theirs = recordingState({ by: seatOf(1) });
  expect(maySteer(roomOf([participant]), mine)).toBe(true);
  expect(maySteer(roomOf([participant]), theirs)).toBe(false);
  expect(maySteer(roomOf([host]), theirs)).toBe(true);
});

test('what has begun is known until the next one is about to', () => {
  const begun = recordingState({ since: 1_000 });
  const asked = recordingState({ state: 'starting', since: null });
  const steps = [asked, null, asked, begun, null, asked, null];
  let before = false;
  const known = steps.map((recording) => {
    before = wasBegun(before, recording);
    return before;
  });
  expect(known).toEqual([false, false, false, true, true, false, false]);
});

test('how it ended claims nothing that is not so', () => {
  const { ends, neverBegan } = recordingText.news;
  for (const words of Object.values(neverBegan)) expect(words).not.toMatch(/kept|ended|broke/);
  for (const words of Object.values(ends)) expect(words).not.toMatch(/nothing/i);
});

test.each<[RecordingState['state'], boolean]>([
  ['moving', false],
  ['starting', false],
  ['on', true],
  ['interrupted', false],
  ['stopping', false],
])('%s has a red dot: %s', (state, red) => {
  expect(isOn(recordingState({ state }))).toBe(red);
});

describe('somebody is asked', () => {
  const asked = (recorded: 'yes' | 'no' | 'unasked', state: RecordingState['state'] = 'on') =>
    mustAnswer({ ...roomOf([personOf(0, { recorded })]), recording: recordingState({ state }) });

  test('until they have answered', () => {
    expect(asked('unasked')).toBe(true);
    expect(asked('yes')).toBe(false);
    expect(asked('no')).toBe(false);
  });

  test('before the first picture is recorded, and not for the last', () => {
    expect(asked('unasked', 'moving')).toBe(true);
    expect(asked('unasked', 'starting')).toBe(true);
    expect(asked('unasked', 'stopping')).toBe(false);
    expect(mustAnswer(roomOf([personOf(0)]))).toBe(false);
  });
});

test.each<[string, RecordingState | null, RecordingState | null, string | null]>([
  ['it begins', recordingState({ state: 'starting' }), recordingState({}), 'begun'],
  ['it ran when somebody came', null, recordingState({}), 'begun'],
  ['it is prepared', null, recordingState({ state: 'moving' }), null],
  ['somebody wants the link, too', recordingState({}), recordingState({ recipients: [] }), null],
  [
    'its recorder is lost',
    recordingState({}),
    recordingState({ state: 'interrupted' }),
    'interrupted',
  ],
  [
    'another goes on',
    recordingState({ state: 'interrupted' }),
    recordingState({ parts: 2 }),
    'goes-on',
  ],
  ['it ends', recordingState({}), null, null],
])('when %s, people are told so', (_, before, now, news) => {
  expect(newsBetween(before, now)).toBe(news);
});

test('of each recording the last word counts, and live views are no recordings', () => {
  const link = (recording: string, about: 'live' | 'processing' | 'ready'): CallNotice => ({
    kind: 'recording-link',
    link: { recording, about, path: `/${about}/${recording}` },
  });
  const notices = [link('one', 'live'), link('one', 'processing'), link('one', 'ready')];
  expect(latestLinks(notices).map(({ link: { about } }) => about)).toEqual(['live', 'ready']);
  expect(liveLink(notices)?.path).toBe('/live/one');
  expect(liveLink([])).toBeNull();
});
