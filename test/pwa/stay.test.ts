import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { MeetingId } from '../../edge/protocol/ids.ts';
import { limits } from '../../edge/protocol/limits.ts';
import { createStayStore } from '../../pwa/stay.ts';

const meeting = v.parse(MeetingId, 'abcd-efgh-jkmn-pqrs-tvwx');
const other = v.parse(MeetingId, 'bbcd-efgh-jkmn-pqrs-tvwx');

function browser() {
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  let at = 1_000;
  return {
    storage,
    wait(ms: number) {
      at += ms;
    },
    open: (isReload: boolean) => createStayStore({ storage, isReload, now: () => at }),
  };
}

describe('how somebody was in a call', () => {
  test('is known after a reload, for as long as the seat is kept', () => {
    const { open, wait } = browser();
    open(false).keep({ meeting, name: 'Ada', on: ['camera'] });
    expect(open(true).afterReload(meeting)).toMatchObject({ name: 'Ada', on: ['camera'] });
    expect(open(true).afterReload(other)).toBeUndefined();
    wait(limits.seatGraceMs);
    expect(open(true).afterReload(meeting)).toBeUndefined();
  });

  test('is nothing to a page that was opened in another way, or after they left', () => {
    const { open } = browser();
    open(false).keep({ meeting, name: 'Ada', on: [] });
    expect(open(false).afterReload(meeting)).toBeUndefined();
    open(true).forget();
    expect(open(true).afterReload(meeting)).toBeUndefined();
  });

  test('is not believed when somebody else has written to the storage', () => {
    const { open, storage } = browser();
    for (const nonsense of ['{', 'null', '{"meeting":"x"}', '[]']) {
      storage.setItem('holler.stay', nonsense);
      expect(open(true).afterReload(meeting)).toBeUndefined();
    }
  });

  test('is forgotten where site data is blocked, and nothing breaks', () => {
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    const storage = { getItem: blocked, setItem: blocked, removeItem: blocked };
    const stay = createStayStore({ storage, isReload: true, now: () => 0 });
    stay.keep({ meeting, name: 'Ada', on: [] });
    stay.forget();
    expect(stay.afterReload(meeting)).toBeUndefined();
  });
});
