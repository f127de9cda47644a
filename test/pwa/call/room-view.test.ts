import { describe, expect, test } from 'vitest';
import { limits } from '../../../edge/protocol/limits.ts';
import {
  applyEvents,
  me,
  membersOf,
  newEvents,
  othersOf,
  viewOfJoined,
  waitingOf,
} from '../../../pwa/call/room-view.ts';
import { ada, bob, chat, joined, numbered, person, settings, you } from './fakes/room.ts';

const view = viewOfJoined(joined());

describe('events', () => {
  test('bring in, change and take out people', () => {
    const came = applyEvents(view, [numbered(11, { type: 'person', person: person(bob) })]);
    expect([...came.people.keys()]).toEqual([you, ada, bob]);
    const renamed = person(ada, { name: 'Ada L.' });
    const changed = applyEvents(came, [
      numbered(12, { type: 'person', person: renamed }),
      numbered(13, { type: 'gone', seat: bob, reason: 'left' }),
    ]);
    expect(changed.people.get(ada)).toEqual(renamed);
    expect(changed.people.has(bob)).toBe(false);
    expect(changed.seq).toBe(13);
  });

  test('that come twice act once', () => {
    const batch = [numbered(11, chat('one')), numbered(12, chat('two'))];
    const once = applyEvents(view, batch);
    expect(applyEvents(once, batch)).toBe(once);
    expect(applyEvents(view, [...batch, ...batch]).chat.map(({ text }) => text)).toEqual([
      'one',
      'two',
    ]);
  });

  test('that overlap with what is known bring only the rest', () => {
    const once = applyEvents(view, [numbered(11, chat('one'))]);
    const rest = [numbered(11, chat('one')), numbered(12, chat('two'))];
    expect(newEvents(once, rest).map(({ seq }) => seq)).toEqual([12]);
  });

  test('in the wrong order within a batch act in the right one', () => {
    const after = applyEvents(view, [numbered(12, chat('two')), numbered(11, chat('one'))]);
    expect(after.chat.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('of another kind leave people, settings and chat as the very objects they were', () => {
    const after = applyEvents(view, [
      numbered(11, { type: 'silence', sources: ['microphone'], by: 'Ada' }),
    ]);
    expect(after.people).toBe(view.people);
    expect(after.settings).toBe(view.settings);
    expect(after.chat).toBe(view.chat);
    expect(after.seq).toBe(11);
  });

  test('about an older transport are ignored', () => {
    const newer = applyEvents(view, [
      numbered(11, { type: 'transport', transport: { kind: 'mesh', epoch: 3 } }),
      numbered(12, { type: 'transport', transport: { kind: 'mesh', epoch: 2 } }),
    ]);
    expect(newer.transport.epoch).toBe(3);
  });

  test('keep no more chat than the room does', () => {
    const flood = Array.from({ length: limits.chatHistory + 5 }, (_, index) =>
      numbered(11 + index, chat(`m${index}`)),
    );
    const after = applyEvents(view, flood);
    expect(after.chat).toHaveLength(limits.chatHistory);
    expect(after.chat[0]?.text).toBe('m5');
  });

  test('change settings', () => {
    const locked = { ...settings, locked: true };
    expect(
      applyEvents(view, [numbered(11, { type: 'settings', settings: locked })]).settings,
    ).toEqual(locked);
  });
});

describe('the media key', () => {
  const encryption = { generation: 2, maker: ada };

  test('is known from the beginning, and followed', () => {
    const view = viewOfJoined(joined({ encryption }));
    expect(view.encryption).toEqual(encryption);
    const due = { generation: 3, maker: null };
    const after = applyEvents(view, [numbered(11, { type: 'encryption', encryption: due })]);
    expect(after.encryption).toEqual(due);
  });

  test('is none where the room says nothing of it', () => {
    expect(viewOfJoined(joined()).encryption).toBeNull();
  });
});

describe('people', () => {
  const crowd = viewOfJoined(
    joined({
      people: [
        person(bob, { joinedAt: 5 }),
        person(ada, { joinedAt: 5 }),
        person(you, { joinedAt: 1 }),
      ],
    }),
  );

  test('stand in the order they came, whatever order the room names them in', () => {
    expect(membersOf(crowd).map(({ seat }) => seat)).toEqual([you, ada, bob]);
    expect(othersOf(crowd).map(({ seat }) => seat)).toEqual([ada, bob]);
  });

  test('keep their place when something about them changes', () => {
    const raised = person(ada, { joinedAt: 5, handRaisedAt: 9 });
    const after = applyEvents(crowd, [numbered(11, { type: 'person', person: raised })]);
    expect(othersOf(after).map(({ seat }) => seat)).toEqual([ada, bob]);
  });

  test('who knock are not among the members', () => {
    const knocking = applyEvents(crowd, [
      numbered(11, { type: 'person', person: person(bob, { role: 'waiting' }) }),
    ]);
    expect(waitingOf(knocking).map(({ seat }) => seat)).toEqual([bob]);
    expect(othersOf(knocking).map(({ seat }) => seat)).toEqual([ada]);
  });

  test('include you', () => {
    expect(me(crowd)?.seat).toBe(you);
  });
});
