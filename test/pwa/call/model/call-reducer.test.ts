import { describe, expect, test } from 'vitest';
import type { Source } from '../../../../edge/protocol/people.ts';
import type { ServerMessage } from '../../../../edge/protocol/room-messages.ts';
import {
  type CallEffect,
  type CallInput,
  type CallModel,
  newCall,
  roomOf,
} from '../../../../pwa/call/model/call-model.ts';
import { reduceCall } from '../../../../pwa/call/model/call-reducer.ts';
import type { RoomMessage } from '../../../../pwa/call/room-line/room-socket.ts';
import {
  ada,
  bob,
  chat,
  events,
  joined,
  person,
  recordingState,
  resumed,
  seatId,
  settings,
  welcome,
  you,
} from '../fakes/room.ts';

function say(message: ServerMessage): CallInput {
  return { type: 'message', message: message as RoomMessage };
}

function sending(...sources: Source[]): CallInput {
  return { type: 'sending', sources };
}

const open: CallInput = { type: 'open' };
const join: CallInput = { type: 'join', name: 'Me' };
const lost: CallInput = { type: 'socket-lost', at: 500 };
const lobby = [open, say(welcome())];
const live = [...lobby, join, say(joined())];

function after(...inputs: CallInput[]): CallModel {
  return inputs.reduce((model, input) => reduceCall(model, input).model, newCall);
}

/** What the last of the inputs brings about. */
function effectsOf(...inputs: CallInput[]): readonly CallEffect[] {
  const last = inputs.at(-1) ?? open;
  return reduceCall(after(...inputs.slice(0, -1)), last).effects;
}

function typesOf(...inputs: CallInput[]): CallEffect['type'][] {
  return effectsOf(...inputs).map(({ type }) => type);
}

function myRights(rights: Partial<{ speak: boolean; show: boolean; share: boolean }>): CallInput {
  const all = { speak: true, show: true, share: true };
  return say(
    events(11, { type: 'person', person: person(you, { rights: { ...all, ...rights } }) }),
  );
}

const silenceMe = say(events(11, { type: 'silence', sources: ['microphone'], by: 'Ada' }));

describe('where a call is', () => {
  test.each<[string, CallInput[], object]>([
    ['idle at first', [], { phase: 'idle' }],
    ['in a lobby it knows nothing of', [open], { phase: 'lobby', meeting: null }],
    ['in a lobby it knows', lobby, { phase: 'lobby', meeting: welcome().meeting }],
    ['joining', [...lobby, join], { phase: 'joining', name: 'Me', meeting: welcome().meeting }],
    ['joining before the edge has answered', [open, join], { phase: 'joining', meeting: null }],
    ['waiting', [...lobby, join, say({ type: 'waiting' })], { phase: 'waiting', name: 'Me' }],
    ['live', live, { phase: 'live', name: 'Me' }],
    [
      'live after waiting',
      [...lobby, join, say({ type: 'waiting' }), say(joined())],
      { phase: 'live' },
    ],
    ['reconnecting', [...live, lost], { phase: 'reconnecting', name: 'Me', since: 500 }],
    [
      'reconnecting since the first loss',
      [...live, lost, { type: 'socket-lost', at: 900 }],
      { phase: 'reconnecting', since: 500 },
    ],
    ['live again', [...live, lost, say(resumed)], { phase: 'live', name: 'Me' }],
    ['live again when too much was missed', [...live, lost, say(joined())], { phase: 'live' }],
    [
      'reconnecting until a room that forgot it lets it in',
      [...live, lost, say(welcome())],
      { phase: 'reconnecting' },
    ],
    [
      'waiting when a room that forgot it has it knock',
      [...live, lost, say(welcome({ incarnation: 2 })), say({ type: 'waiting' })],
      { phase: 'waiting', name: 'Me' },
    ],
    ['still in the lobby when its socket is lost', [...lobby, lost], { phase: 'lobby' }],
    [
      'ended by the room',
      [...live, { type: 'socket-ended', reason: 'removed' }],
      { phase: 'ended', reason: 'removed' },
    ],
    ['ended by leaving', [...live, { type: 'leave' }], { phase: 'ended', reason: 'left' }],
    [
      'ended by closing the page',
      [...lobby, { type: 'close' }],
      { phase: 'ended', reason: 'left' },
    ],
    [
      'ended for good',
      [...live, { type: 'leave' }, say(joined()), join, lost],
      { phase: 'ended', reason: 'left' },
    ],
    ['not live by a message it did not ask for', [...lobby, say(joined())], { phase: 'lobby' }],
  ])('%s', (_, inputs, expected) => {
    expect(after(...inputs).call).toMatchObject(expected);
  });
});

describe('the lobby', () => {
  test('keeps the seat and warms up the transport with what the room gave', () => {
    const { seat, peer, ice } = welcome();
    expect(effectsOf(...lobby)).toEqual([
      { type: 'remember-seat', seat },
      { type: 'renew-ice', ice },
      { type: 'start-transport', page: { seat, peer, ice } },
    ]);
  });

  test('starts the transport once for a page, and anew for another', () => {
    expect(typesOf(...lobby, lost, say(welcome()))).not.toContain('start-transport');
    expect(typesOf(...lobby, lost, say(welcome({ incarnation: 2 })))).toEqual([
      'remember-seat',
      'renew-ice',
      'stop-transport',
      'start-transport',
    ]);
  });
});

describe('joining', () => {
  const asked = (publishing: Source[]): CallEffect => ({
    type: 'send',
    message: { type: 'join', name: 'Me', publishing },
  });

  test('says the name and what is on', () => {
    expect(effectsOf(...lobby, sending('microphone', 'camera'), join)).toEqual([
      asked(['microphone', 'camera']),
    ]);
  });

  test('too early waits for the welcome', () => {
    expect(effectsOf(open, join)).toEqual([]);
    expect(effectsOf(open, join, say(welcome()))).toContainEqual(asked([]));
  });

  test('while the lobby has no connection waits for the next welcome', () => {
    expect(effectsOf(...lobby, lost, join)).toEqual([]);
    expect(effectsOf(...lobby, lost, join, say(welcome()))).toContainEqual(asked([]));
  });

  test('is said again by itself when the connection was lost before the answer', () => {
    expect(effectsOf(...lobby, join, lost, say(welcome()))).toContainEqual(asked([]));
    const knocking = [...lobby, join, say({ type: 'waiting' })];
    expect(effectsOf(...knocking, lost, say(welcome()))).toContainEqual(asked([]));
    expect(effectsOf(...knocking, lost, say(resumed))).not.toContainEqual(asked([]));
  });

  test('is said again by itself, with the same name and sources, when the room has forgotten us', () => {
    const away = [...live, sending('camera'), lost];
    const back = effectsOf(...away, say(welcome({ incarnation: 2 })));
    expect(back).toContainEqual(asked(['camera']));
    expect(back.map(({ type }) => type)).toContain('start-transport');
  });

  test('states what we send to a room that admitted us silent', () => {
    const admitted = [open, say(welcome()), sending('camera'), join, say({ type: 'waiting' })];
    expect(effectsOf(...admitted, say(joined()))).toContainEqual({
      type: 'state-sources',
      sources: ['camera'],
    });
  });

  test('happens once, however often the button is pressed', () => {
    expect(effectsOf(...lobby, join, join)).toEqual([]);
    expect(effectsOf(...live, join)).toEqual([]);
  });

  test('brings the members to the transport, those who knock left out', () => {
    const people = [person(you), person(ada, { joinedAt: 2 }), person(bob, { role: 'waiting' })];
    expect(effectsOf(...lobby, join, say(joined({ people })))).toEqual([
      { type: 'move-transport', transport: joined().transport },
      { type: 'set-people', people: [person(you), person(ada, { joinedAt: 2 })], settings },
    ]);
  });

  test('tells what was turned on since it was asked', () => {
    const changed = [...lobby, join, sending('camera')];
    expect(effectsOf(...changed, say(joined()))).toContainEqual({
      type: 'state-sources',
      sources: ['camera'],
    });
  });
});

describe('the roster', () => {
  test('reaches the transport when it changes, and only then', () => {
    expect(typesOf(...live, say(events(11, chat('hi'))))).toEqual([]);
    expect(typesOf(...live, say(events(11, { type: 'person', person: person(bob) })))).toEqual([
      'set-people',
    ]);
    const locked = { ...settings, locked: true };
    expect(typesOf(...live, say(events(11, { type: 'settings', settings: locked })))).toEqual([
      'set-people',
    ]);
  });

  test('forgets the media of who has gone', () => {
    const gone = say(events(11, { type: 'gone', seat: ada, reason: 'removed' }));
    expect(effectsOf(...live, gone)).toEqual([
      { type: 'set-people', people: [person(you)], settings },
      { type: 'forget-media', seats: [ada] },
    ]);
  });

  test('is empty while a room that forgot us has us knock', () => {
    const away = [...live, lost, say(welcome())];
    expect(effectsOf(...away, say({ type: 'waiting' }))).toContainEqual({
      type: 'set-people',
      people: [],
      settings,
    });
  });

  test('ignores events that come twice', () => {
    const hi = say(events(11, chat('hi')));
    const model = after(...live, hi);
    expect(roomOf(reduceCall(model, hi).model.call)?.chat).toHaveLength(1);
  });
});

describe('what we send', () => {
  const talking = [...live, sending('microphone')];

  test('is stated when it changes', () => {
    expect(effectsOf(...talking)).toEqual([{ type: 'state-sources', sources: ['microphone'] }]);
  });

  test('is not stated outside the room', () => {
    expect(effectsOf(...lobby, sending('microphone'))).toEqual([]);
    expect(effectsOf(...live, lost, sending('microphone'))).toEqual([]);
  });

  test('is stated once for toggles that are quicker than the room', () => {
    const toggled = [...talking, sending(), sending('microphone'), sending('microphone', 'camera')];
    expect(effectsOf(...toggled)).toEqual([]);
    const answered: CallInput = { type: 'stated', sources: ['microphone'] };
    expect(effectsOf(...toggled, answered)).toEqual([
      { type: 'state-sources', sources: ['microphone', 'camera'] },
    ]);
  });

  test('is not stated again when it came back to what the room knows', () => {
    const answered: CallInput = { type: 'stated', sources: ['microphone'] };
    expect(effectsOf(...talking, sending(), sending('microphone'), answered)).toEqual([]);
  });

  test('is stated again after a reconnect', () => {
    const answered: CallInput = { type: 'stated', sources: ['microphone'] };
    expect(effectsOf(...talking, answered, lost, say(resumed))).toContainEqual({
      type: 'state-sources',
      sources: ['microphone'],
    });
  });
});

describe('a host', () => {
  const talking = [...live, sending('microphone', 'screen')];

  test('who mutes us turns the microphone off, says so, and the room is told', () => {
    const answered: CallInput = { type: 'stated', sources: ['microphone', 'screen'] };
    expect(effectsOf(...talking, answered, silenceMe)).toEqual([
      { type: 'silence', sources: ['microphone'] },
      { type: 'notice', notice: { kind: 'silenced', sources: ['microphone'], by: 'Ada' } },
      { type: 'state-sources', sources: ['screen'] },
    ]);
  });

  test('who mutes the silent changes nothing', () => {
    expect(effectsOf(...live, silenceMe)).toEqual([]);
  });

  test('mutes for the moment: the microphone may be turned on again', () => {
    const model = after(...talking, silenceMe, sending('screen'), sending('microphone', 'screen'));
    expect(model.sending).toEqual(['microphone', 'screen']);
  });

  test('who mutes us while we are away has done so when we are back', () => {
    expect(typesOf(...talking, lost, say(resumed), silenceMe)).toContain('silence');
  });

  test('who withdraws a right turns its sources off and says so', () => {
    expect(effectsOf(...talking, myRights({ share: false })).slice(1)).toEqual([
      { type: 'silence', sources: ['screen'] },
      { type: 'notice', notice: { kind: 'withdrawn', sources: ['screen'] } },
    ]);
  });

  test('who lets only hosts share turns our share off', () => {
    const hostsOnly = { ...settings, share: 'hosts' } as const;
    const change = say(events(11, { type: 'settings', settings: hostsOnly }));
    expect(effectsOf(...talking, change)).toContainEqual({ type: 'silence', sources: ['screen'] });
  });

  test('who withdrew a right is not outwitted by turning the source on', () => {
    const withdrawn = [...live, myRights({ speak: false })];
    expect(effectsOf(...withdrawn, sending('microphone'))).toEqual([
      { type: 'silence', sources: ['microphone'] },
      { type: 'notice', notice: { kind: 'withdrawn', sources: ['microphone'] } },
    ]);
  });

  test('who says it twice in one breath is heard once', () => {
    const rights = { speak: false, show: true, share: true };
    const both = say(
      events(
        11,
        { type: 'silence', sources: ['microphone'], by: 'Ada' },
        { type: 'person', person: person(you, { rights }) },
      ),
    );
    const notices = effectsOf(...talking, both).filter(({ type }) => type === 'notice');
    expect(notices).toHaveLength(1);
  });
});

describe('after a reconnect', () => {
  test('the transport looks after its links, with new credentials', () => {
    expect(typesOf(...live, lost, say(resumed))).toEqual([
      'renew-ice',
      'recover-transport',
      'state-sources',
    ]);
  });

  test('events that were missed are followed', () => {
    const model = after(...live, lost, say(resumed), say(events(11, chat('missed'))));
    expect(roomOf(model.call)?.chat.map(({ text }) => text)).toEqual(['missed']);
  });
});

describe('wants', () => {
  const wants = [{ seat: ada, source: 'camera', height: 180 }] as const;

  test('are passed on when they change', () => {
    expect(effectsOf(...live, { type: 'want', wants })).toEqual([{ type: 'want', wants }]);
    expect(effectsOf(...live, { type: 'want', wants }, { type: 'want', wants })).toEqual([]);
  });
});

describe('the end', () => {
  test.each<[string, CallInput, CallEffect['type'][]]>([
    ['by leaving says goodbye', { type: 'leave' }, ['say-goodbye', 'close-everything']],
    ['by closing the page does not', { type: 'close' }, ['close-everything']],
    [
      'by the room closes everything',
      { type: 'socket-ended', reason: 'meeting-ended' },
      ['close-everything'],
    ],
    [
      'by wrong tokens forgets them',
      { type: 'socket-ended', reason: 'bad-token' },
      ['forget-tokens', 'close-everything'],
    ],
  ])('%s', (_, input, types) => {
    expect(typesOf(...live, input)).toEqual(types);
  });

  test('comes once', () => {
    expect(effectsOf(...live, { type: 'leave' }, { type: 'leave' })).toEqual([]);
    expect(effectsOf(...live, { type: 'leave' }, say(events(11, chat('late'))))).toEqual([]);
  });
});

describe('a move', () => {
  const moving = { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' } as const;
  const server = { epoch: 2, url: 'wss://media.example', token: 't' };

  test('is followed as the room orders it', () => {
    const move = say(events(11, { type: 'transport', transport: moving }));
    expect(effectsOf(...live, move)).toEqual([{ type: 'move-transport', transport: moving }]);
    expect(effectsOf(...live, move, say(events(12, chat('hello'))))).toEqual([]);
  });

  test('is known to who comes in, and what it needs comes first', () => {
    const into = say(joined({ transport: moving, mediaServer: server }));
    expect(effectsOf(...lobby, join, into).slice(0, 2)).toEqual([
      { type: 'know-server', server },
      { type: 'move-transport', transport: moving },
    ]);
  });

  test('brings servers and turns to the transport as they are', () => {
    expect(effectsOf(...live, say({ type: 'media-server', server }))).toEqual([
      { type: 'know-server', server },
    ]);
    expect(effectsOf(...live, say({ type: 'your-turn', epoch: 2 }))).toEqual([
      { type: 'take-turn', epoch: 2 },
    ]);
  });

  test('is prepared for with the fourth member, once', () => {
    const member = (name: string): ServerMessage =>
      events(11 + name.length, { type: 'person', person: person(seatId(name)) });
    const three = [...live, say(member('c'))];
    expect(typesOf(...three)).not.toContain('preload-sfu');
    expect(typesOf(...three, say(member('dd')))).toContain('preload-sfu');
    expect(typesOf(...three, say(member('dd')), say(member('eee')))).not.toContain('preload-sfu');
  });

  test('is prepared for in the lobby of a call that has three', () => {
    const lobbyOf = (people: number) => {
      const greeting = welcome();
      return typesOf(
        { type: 'open' },
        say({ ...greeting, meeting: { ...greeting.meeting, people } }),
      );
    };
    expect(lobbyOf(2)).not.toContain('preload-sfu');
    expect(lobbyOf(3)).toContain('preload-sfu');
  });
});

test('signals and wants of others reach the transport as they are', () => {
  const signal = { kind: 'restart-please', connection: 'c' } as const;
  expect(effectsOf(...live, say({ type: 'signal', from: ada, signal }))).toEqual([
    { type: 'relay-signal', from: ada, signal },
  ]);
  const wants = [{ source: 'camera', height: 90 }] as const;
  expect(effectsOf(...live, say({ type: 'wanted', from: ada, wants: [...wants] }))).toEqual([
    { type: 'relay-wanted', from: ada, wants },
  ]);
});

describe('a call that is recorded', () => {
  const recording = recordingState({});

  test('is joined with the answer that was given in the lobby, and joined anew with none', () => {
    const yes: CallInput = { ...join, consent: 'yes' };
    const asked = { type: 'join', name: 'Me', publishing: [] };
    const withYes = { type: 'send', message: { ...asked, consent: 'yes' } };
    expect(effectsOf(...lobby, yes)).toContainEqual(withYes);
    const anew = [lost, say(welcome({ incarnation: 2 }))];
    expect(effectsOf(...lobby, yes, ...anew), 'before they came in').toContainEqual(withYes);
    const again = effectsOf(...lobby, yes, say(joined()), ...anew);
    expect(again).toContainEqual({ type: 'send', message: asked });
  });

  test('is known as such from the beginning, as it changes, and when it ends', () => {
    const told = (...inputs: CallInput[]) =>
      roomOf(after(...lobby, join, ...inputs).call)?.recording;
    expect(told(say(joined()))).toBeNull();
    expect(told(say(joined({ recording })))).toEqual(recording);
    const stopping = { ...recording, state: 'stopping' } as const;
    const steps = [
      say(joined({ recording })),
      say(events(11, { type: 'recording', recording: stopping })),
    ];
    expect(told(...steps)).toEqual(stopping);
    expect(told(...steps, say(events(12, { type: 'recording', recording: null })))).toBeNull();
  });

  test('says why it is recorded no more, and where the recording is', () => {
    const ended = effectsOf(
      ...live,
      say(events(11, { type: 'recording-ended', reason: 'disk-full' })),
    );
    expect(ended).toContainEqual({
      type: 'notice',
      notice: { kind: 'recording-ended', reason: 'disk-full' },
    });
    const link = { recording: 'one', about: 'ready', path: '/r/token' } as const;
    expect(effectsOf(...live, say({ type: 'recording-link', link }))).toContainEqual({
      type: 'notice',
      notice: { kind: 'recording-link', link },
    });
  });
});
