import { describe, expect, test } from 'vitest';
import type { Role } from '../../../../edge/protocol/people.ts';
import { controlsFor, mayManage } from '../../../../pwa/screens/people/host-controls.ts';
import { personOf } from '../people.ts';

describe('who may manage whom', () => {
  test.each<[Role, Role, boolean]>([
    ['host', 'participant', true],
    ['host', 'cohost', true],
    ['host', 'host', false],
    ['cohost', 'participant', true],
    ['cohost', 'cohost', false],
    ['cohost', 'host', false],
    ['participant', 'participant', false],
  ])('%s and %s: %s', (self, other, may) => {
    expect(mayManage(personOf(1, { role: self }), personOf(2, { role: other }))).toBe(may);
  });

  test('nobody, before the room has said who one is', () => {
    expect(mayManage(undefined, personOf(2))).toBe(false);
  });
});

describe('what a host can do with somebody', () => {
  function commandsFor(...given: Parameters<typeof controlsFor>): string[] {
    return controlsFor(...given).map(({ command }) => command.type);
  }

  test('depends on what they send', () => {
    expect(commandsFor(personOf(1, { publishing: [] }))).toEqual(['set-role', 'remove']);
    expect(commandsFor(personOf(1, { publishing: ['microphone', 'screen'] }))).toEqual([
      'mute',
      'stop-share',
      'set-role',
      'remove',
    ]);
  });

  test('never includes un-muting', () => {
    expect(commandsFor(personOf(1, { publishing: ['camera'] }))).not.toContain('mute');
  });

  test('turns a co-host back into a participant', () => {
    const { seat } = personOf(1);
    expect(
      controlsFor(personOf(1, { role: 'cohost' })).map(({ command }) => command),
    ).toContainEqual({ type: 'set-role', seat, role: 'participant' });
  });
});
