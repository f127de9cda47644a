import { describe, expect, test } from 'vitest';
import type { Command, CommandType } from '../../../edge/protocol/commands.ts';
import { command, draftOf, member, seatId, waiting } from '../support/rules.ts';

const bo = seatId('bo');
const knocker = seatId('kn');
/** Who may do what about a recording depends on the recording: see `recording.test.ts`. */
type AboutRecording = 'record' | 'stop-recording' | 'recording-layout' | 'recording-consent';
const samples: Readonly<Record<Exclude<CommandType, AboutRecording>, Command>> = {
  chat: { type: 'chat', text: 'hello' },
  publish: { type: 'publish', sources: ['camera'] },
  hand: { type: 'hand', raised: true },
  'lower-hand': { type: 'lower-hand', seat: bo },
  'lower-hands': { type: 'lower-hands' },
  leave: { type: 'leave' },
  admit: { type: 'admit', seat: knocker },
  'admit-all': { type: 'admit-all' },
  refuse: { type: 'refuse', seat: knocker },
  mute: { type: 'mute', seat: bo },
  'mute-all': { type: 'mute-all' },
  'set-rights': { type: 'set-rights', seat: bo, rights: { speak: false } },
  'stop-share': { type: 'stop-share', seat: bo },
  remove: { type: 'remove', seat: bo },
  'set-role': { type: 'set-role', seat: bo, role: 'cohost' },
  'change-settings': { type: 'change-settings', settings: { locked: true } },
  end: { type: 'end' },
};
const forEverybody: readonly CommandType[] = ['chat', 'publish', 'hand', 'leave'];

function tryAs(actor: string, asked: Command) {
  const draft = draftOf([
    member('host', { role: 'host' }),
    member('co', { role: 'cohost' }),
    member('cody', { role: 'cohost' }),
    member('bo'),
    waiting('kn'),
  ]);
  const outcome = command(draft, actor, asked);
  return { draft, outcome };
}

describe('what each role may ask for', () => {
  const cases = Object.values(samples).flatMap((asked) => {
    const { type } = asked;
    const everybody = forEverybody.includes(type);
    return [
      { role: 'host', type, asked, outcome: 'ok' },
      { role: 'co', type, asked, outcome: type === 'end' ? 'not-allowed' : 'ok' },
      { role: 'bo', type, asked, outcome: everybody ? 'ok' : 'not-allowed' },
    ];
  });

  test.each(cases)('$role, $type: $outcome', ({ role, asked, outcome }) => {
    const result = tryAs(role, asked);
    expect(result.outcome).toBe(outcome);
    if (outcome === 'not-allowed') {
      expect(result.draft.touched).toHaveLength(0);
      expect(result.draft.events).toHaveLength(0);
      expect(result.draft.ended).toBe(false);
    }
  });
});

describe('to whom it may be done', () => {
  const ranked = ['set-rights', 'remove', 'set-role'] as const;
  const seats = { host: 'a host', co: 'a co-host', bo: 'a participant' };
  const allowed = new Set(['host co', 'host bo', 'co bo']);
  const cases = ranked.flatMap((type) =>
    (['host', 'co'] as const).flatMap((actor) =>
      (['host', 'cody', 'bo'] as const).map((target) => ({
        type,
        actor,
        target,
        who: seats[actor],
        whom: seats[target === 'cody' ? 'co' : target],
        outcome: allowed.has(`${actor} ${target === 'cody' ? 'co' : target}`)
          ? 'ok'
          : 'not-allowed',
      })),
    ),
  );

  test.each(cases)('$type by $who of $whom: $outcome', ({ type, actor, target, outcome }) => {
    const asked = { ...samples[type], seat: seatId(target) } as Command;
    expect(tryAs(actor, asked).outcome).toBe(outcome);
  });

  test.each(['mute', 'stop-share', 'set-rights', 'remove', 'set-role', 'admit', 'refuse'] as const)(
    '%s says so when nobody is there',
    (type) => {
      const asked = { ...samples[type], seat: seatId('nobody') } as Command;
      expect(tryAs('host', asked).outcome).toBe('no-such-seat');
    },
  );

  test.each(['mute', 'stop-share', 'set-rights', 'remove', 'set-role'] as const)(
    '%s does not reach into the waiting room',
    (type) => {
      const asked = { ...samples[type], seat: knocker } as Command;
      expect(tryAs('host', asked).outcome).toBe('no-such-seat');
    },
  );

  test.each(['admit', 'refuse'] as const)('%s does nothing to a member', (type) => {
    expect(tryAs('host', { type, seat: bo }).outcome).toBe('no-such-seat');
  });
});
