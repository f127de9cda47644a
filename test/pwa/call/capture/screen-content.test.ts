import { expect, test, vi } from 'vitest';
import {
  contentOf,
  followContent,
  setContent,
} from '../../../../pwa/call/capture/screen-content.ts';

test('whatever carries a screen hears when its content changes, and only then', () => {
  const track = Object.assign(new EventTarget(), { contentHint: '' }) as MediaStreamTrack;
  const heard = vi.fn();
  const forget = followContent(track, () => heard(contentOf(track)));
  setContent(track, 'motion');
  setContent(track, 'motion');
  setContent(track, 'text');
  forget();
  setContent(track, 'motion');
  expect(heard.mock.calls).toEqual([['motion'], ['text']]);
  expect(contentOf(null)).toBe('text');
});
