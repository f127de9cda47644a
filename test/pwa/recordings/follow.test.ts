import { describe, expect, test } from 'vitest';
import type { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { askAgainMs, isGone, noticeOf, shownOf } from '../../../pwa/recordings/follow.ts';

const part = {
  kind: 'mp4',
  url: 'https://s3.test/part',
  downloadUrl: null,
  startedAt: 1_000,
  durationMs: 5_000,
  bytes: 9,
} as const;

function view(about: Partial<RecordingView>): RecordingView {
  return {
    recording: 'one',
    meeting: 'Stand-up',
    names: ['Ada'],
    startedAt: 1_000,
    durationMs: 5_000,
    state: 'ready',
    parts: [part],
    chapters: [],
    expiresAt: null,
    sharePath: null,
    owner: false,
    ...about,
  };
}

const noticeFor = (about: Partial<RecordingView>, now = 2_000) => {
  const shown = shownOf(view(about), now);
  return shown.kind === 'notice' ? shown.notice : shown.kind;
};

describe('what is shown of a recording', () => {
  test.each<[string, Partial<RecordingView>, string]>([
    ['its player when it is ready', {}, 'ready'],
    ['that it runs', { state: 'recording' }, 'recording'],
    ['that it is being made', { state: 'processing', parts: [] }, 'processing'],
    ['that it is being made as long as it has no parts', { parts: [] }, 'processing'],
    ['what was kept of one that broke off', { state: 'failed' }, 'ready'],
    ['that nothing was kept', { state: 'failed', parts: [] }, 'failed'],
    ['that somebody deleted it', { state: 'deleted', expiresAt: 9_000 }, 'deleted'],
    ['that its time was over', { state: 'deleted', expiresAt: 1_500 }, 'expired'],
  ])('is %s', (_, about, shown) => {
    expect(noticeFor(about)).toBe(shown);
  });
});

test('a wrong link is told apart from a server that does not answer', () => {
  expect(noticeOf('not-found').notice).toBe('missing');
  expect(noticeOf('rate-limited').notice).toBe('hurried');
  expect(noticeOf('unreachable').notice).toBe('unreachable');
  expect(noticeOf('internal').notice).toBe('unreachable');
});

test('the page asks again while something may come, and only then', () => {
  expect(askAgainMs(shownOf(view({ state: 'processing', parts: [] }), 0))).toBeLessThan(5_000);
  expect(askAgainMs(shownOf(view({ state: 'recording' }), 0))).not.toBeNull();
  expect(askAgainMs(shownOf(view({}), 0))).toBeNull();
  expect(askAgainMs(shownOf(view({ state: 'deleted' }), 0))).toBeNull();
  // Guessing links is slowed down; the page does not guess on by itself.
  expect(askAgainMs(noticeOf('rate-limited'))).toBeNull();
  // Whoever has just recorded it has not guessed the link.
  expect(askAgainMs(noticeOf('rate-limited'), 'soon')).not.toBeNull();
  expect(askAgainMs(noticeOf('not-found'), 'soon')).not.toBeNull();
});

test('a link is gone with its recording, and not with the network', () => {
  expect(isGone(shownOf(view({ state: 'deleted', parts: [] }), 2_000))).toBe(true);
  // It may not be written down yet: a browser must not forget it for that.
  expect(isGone(noticeOf('not-found'))).toBe(false);
  expect(isGone(noticeOf('offline'))).toBe(false);
  expect(isGone(shownOf(view({}), 2_000))).toBe(false);
});
