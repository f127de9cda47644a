import { describe, expect, test } from 'vitest';
import type { Command } from '../../../../../edge/protocol/commands.ts';
import type { MeetingSettings } from '../../../../../edge/protocol/people.ts';
import type { EmailAddress } from '../../../../../edge/protocol/recording.ts';
import { type Recording, recordingStateOf } from '../../../../../edge/room/recording-state.ts';
import { leave } from '../../../../../edge/room/rules/commands.ts';
import type { Draft } from '../../../../../edge/room/rules/draft.ts';
import { noteRecording } from '../../../../../edge/room/rules/recording/follow-call.ts';
import { addOrBegin } from '../../../../../edge/room/rules/recording/orders.ts';
import { steer } from '../../../../../edge/room/rules/transport/steer.ts';
import type { OnServer, Transport } from '../../../../../edge/room/state/transport.ts';
import {
  command,
  draftOn,
  heard,
  member,
  memberIn,
  nextChange,
  now,
  pageOf,
  seatId,
  settings,
  waiting,
} from '../../../support/rules.ts';

const sfu: OnServer = { kind: 'sfu', epoch: 3, cluster: 'one', stirredAt: now - 1_000 };
const mesh: Transport = { kind: 'mesh', epoch: 1 };
const press: Command = {
  type: 'record',
  email: 'ann@example.org' as EmailAddress,
  layout: 'grid',
  height: 720,
};
const stop: Command = { type: 'stop-recording' };

function people() {
  return [
    member('host', { role: 'host' }),
    member('co', { role: 'cohost' }),
    member('ann'),
    member('bo'),
    waiting('kn'),
  ];
}

function callOn(transport: Transport = sfu, change: Partial<MeetingSettings> = {}): Draft {
  return draftOn(transport, people(), now, { settings: { ...settings, ...change } });
}

/** As the room does after every rule. */
function settled(draft: Draft): Draft {
  steer(draft);
  noteRecording(draft);
  return draft;
}

function recordingIn(draft: Draft): Recording {
  const { recording } = draft.meeting;
  if (recording === null) throw new Error('nothing is recorded');
  return recording;
}

function pressed(by = 'ann', transport: Transport = sfu): Draft {
  const draft = callOn(transport);
  expect(command(draft, by, press)).toBe('ok');
  return nextChange(settled(draft));
}

describe('who may record', () => {
  test.each([
    ['everyone', 'host', 'ok'],
    ['everyone', 'ann', 'ok'],
    ['hosts', 'host', 'ok'],
    ['hosts', 'co', 'ok'],
    ['hosts', 'ann', 'not-allowed'],
    ['nobody', 'host', 'not-allowed'],
    ['nobody', 'ann', 'not-allowed'],
  ] as const)('where %s may, %s: %s', (record, by, outcome) => {
    const draft = callOn(sfu, { record });
    expect(command(draft, by, press)).toBe(outcome);
    if (outcome !== 'ok') expect(draft.events).toEqual([]);
  });

  test.each([
    ['host', 'ok'],
    ['co', 'ok'],
    ['ann', 'ok'],
    ['bo', 'not-allowed'],
  ] as const)('%s, when Ann has pressed, stops it and lays it out: %s', (by, outcome) => {
    expect(command(pressed(), by, stop)).toBe(outcome);
    expect(command(pressed(), by, { type: 'recording-layout', layout: 'screen' })).toBe(outcome);
  });

  test('nobody means that also for the host’s token over REST', () => {
    const order = { email: null, layout: 'grid', height: 720 } as const;
    expect(() => addOrBegin(callOn(sfu, { record: 'nobody' }), order, null)).toThrow('not-allowed');
    addOrBegin(callOn(sfu, { record: 'hosts' }), order, null);
  });

  test('nothing that is not there is stopped, laid out or agreed to', () => {
    for (const asked of [
      stop,
      { type: 'recording-layout', layout: 'screen' },
      { type: 'recording-consent', answer: 'yes' },
    ] as const) {
      expect(command(callOn(), 'host', asked)).toBe('not-found');
    }
  });

  test('without a recorder nobody', () => {
    const draft = callOn();
    const without = new (
      draft.constructor as typeof import('../../../../../edge/room/rules/draft.ts').Draft
    )(draft.meeting, draft.seats, now, { ...draft.media, canRecord: false });
    expect(command(without, 'host', press)).toBe('no-recorder');
  });

  test('not where somebody could not follow to the media server', () => {
    const page = { ...pageOf('old'), capabilities: ['mesh'] };
    const draft = draftOn(mesh, [...people(), member('old', { page })]);
    expect(command(draft, 'host', press)).toBe('no-media-server');
  });
});

describe('pressing Record', () => {
  test('starts at once where the call is on a media server', () => {
    const draft = pressed();
    expect(recordingStateOf(draft.meeting)).toMatchObject({
      state: 'starting',
      since: null,
      by: seatId('ann'),
      byName: 'ann',
      recipients: [seatId('ann')],
      parts: 0,
      recorder: null,
    });
  });

  test('moves a mesh first', () => {
    const draft = pressed('ann', mesh);
    expect(draft.meeting.transport).toMatchObject({ kind: 'moving', to: 'sfu' });
    expect(recordingIn(draft).phase).toBe('moving');
    draft.meeting = { ...draft.meeting, transport: sfu };
    settled(draft);
    expect(recordingIn(draft).phase).toBe('starting');
  });

  test('a move that goes back ends it, and says so', () => {
    const draft = pressed('ann', mesh);
    draft.meeting = { ...draft.meeting, transport: { kind: 'mesh', epoch: 3 } };
    settled(draft);
    expect(draft.meeting.recording).toBeNull();
    expect(draft.events.map(({ event }) => event)).toContainEqual({
      type: 'recording-ended',
      reason: 'no-media-server',
    });
  });

  test('needs a media server that answers', () => {
    const draft = draftOn(mesh, people());
    const without = nextChange(draft);
    Object.assign(without, { media: { ...draft.media, openAt: null } });
    expect(command(without, 'ann', press)).toBe('no-media-server');
  });

  test('a second press adds a recipient, once, with the address they gave last', () => {
    const draft = pressed();
    for (const email of ['bo@example.org', 'bo@example.net']) {
      expect(command(draft, 'bo', { ...press, email: email as EmailAddress })).toBe('ok');
    }
    expect(recordingIn(draft).recipients).toEqual([
      { seat: seatId('ann'), email: 'ann@example.org', isOwner: true },
      { seat: seatId('bo'), email: 'bo@example.net', isOwner: false },
    ]);
    expect(recordingIn(draft).by).toBe(seatId('ann'));
  });

  test('keeps a call on the media server for as long as it lasts', () => {
    const draft = pressed();
    const later = nextChange(draft, now + 3_600_000);
    settled(later);
    expect(later.meeting.transport.kind).toBe('sfu');
  });
});

describe('who is recorded', () => {
  test('whoever pressed has said yes, the others have not been asked', () => {
    const draft = pressed();
    const flags = ['host', 'ann', 'bo'].map((name) => memberIn(draft, name).recorded);
    expect(flags).toEqual(['unasked', 'yes', 'unasked']);
  });

  test('whoever only wants the link as well has answered nothing by that', () => {
    const draft = pressed();
    command(draft, 'bo', { type: 'recording-consent', answer: 'no' });
    for (const name of ['bo', 'co']) expect(command(draft, name, press)).toBe('ok');
    const flags = ['bo', 'co'].map((name) => memberIn(draft, name).recorded);
    expect(flags).toEqual(['no', 'unasked']);
  });

  test('whoever answered before they knocked has answered', () => {
    const draft = nextChange(pressed());
    draft.put(waiting('kn', { consent: 'yes' }));
    expect(command(draft, 'host', { type: 'admit', seat: seatId('kn') })).toBe('ok');
    expect(memberIn(draft, 'kn').recorded).toBe('yes');
  });

  test('but not about a recording that began afterwards', () => {
    const draft = callOn();
    draft.put(waiting('kn', { consent: 'yes' }));
    command(draft, 'ann', press);
    command(draft, 'host', { type: 'admit', seat: seatId('kn') });
    expect(memberIn(draft, 'kn').recorded).toBe('unasked');
  });

  test('nobody takes the place of others by changing their mind over and over', () => {
    let draft = pressed();
    const say = (name: string, answer: 'yes' | 'no') => {
      draft = nextChange(draft);
      command(draft, name, { type: 'recording-consent', answer });
      settled(draft);
    };
    for (let turn = 0; turn < 50; turn += 1) say('bo', turn % 2 === 0 ? 'yes' : 'no');
    say('co', 'yes');
    const { consents } = recordingIn(draft);
    expect(consents.filter(({ seat }) => seat === seatId('bo'))).toHaveLength(10);
    expect(consents.at(-1)).toMatchObject({ seat: seatId('co'), answer: 'yes' });
  });

  test('each answer is kept with its time', () => {
    const draft = pressed();
    for (const _ of ['once', 'twice']) {
      command(draft, 'bo', { type: 'recording-consent', answer: 'no' });
      settled(draft);
    }
    expect(memberIn(draft, 'bo').recorded).toBe('no');
    expect(recordingIn(draft).consents).toEqual([
      { seat: seatId('ann'), name: 'ann', answer: 'yes', at: now },
      { seat: seatId('bo'), name: 'bo', answer: 'no', at: now },
    ]);
  });

  test('nobody is asked any more when it is over', () => {
    const draft = pressed();
    command(draft, 'host', stop);
    expect(draft.meeting.recording).toBeNull();
    expect(memberIn(draft, 'ann').recorded).toBeUndefined();
  });

  test('people in the waiting room hear nothing of it', () => {
    const draft = callOn();
    command(draft, 'ann', press);
    settled(draft);
    expect(heard(draft).filter((line) => line.includes('recording'))).toEqual([
      'members recording',
      'members recording',
    ]);
  });
});

describe('a chapter', () => {
  const share = (draft: Draft, name: string, isSharing: boolean) =>
    draft.put({ ...memberIn(draft, name), publishing: isSharing ? ['screen'] : [] });

  test('begins with a screen that was shared before, for whoever lets themselves be recorded', () => {
    const before = callOn();
    for (const name of ['ann', 'bo']) share(before, name, true);
    const draft = nextChange(before);
    command(draft, 'ann', press);
    settled(draft);
    expect(recordingIn(draft).chapters).toEqual([{ at: now, kind: 'screen', label: 'ann' }]);
    const later = nextChange(draft, now + 9_000);
    command(later, 'bo', { type: 'recording-consent', answer: 'yes' });
    settled(later);
    expect(recordingIn(later).chapters.at(-1)).toEqual({
      ...{ at: now + 9_000, kind: 'screen', label: 'bo' },
    });
  });

  test('is one of so many that the room can still be stored', () => {
    let draft = pressed();
    for (let turn = 0; turn < 1_200; turn += 1) {
      draft = nextChange(draft);
      share(draft, 'ann', turn % 2 === 0);
      settled(draft);
    }
    expect(recordingIn(draft).chapters).toHaveLength(500);
  });
});

test('it ends when the last person has left', () => {
  const draft = pressed();
  for (const name of ['host', 'co', 'ann', 'bo']) leave(draft, memberIn(draft, name));
  settled(draft);
  expect(draft.meeting.recording).toBeNull();
  expect(draft.events.map(({ event }) => event)).toContainEqual({
    type: 'recording-ended',
    reason: 'empty',
  });
});

test('stopping twice is once', () => {
  const draft = pressed();
  const recording = recordingIn(draft);
  const take = {
    number: 1,
    askedAt: now,
    cluster: 'one',
    egress: 'EG_1',
    phase: 'active',
  } as const;
  const rest = { layout: 'grid', startedAt: now, durationMs: 0, failure: null } as const;
  draft.meeting = {
    ...draft.meeting,
    recording: { ...recording, phase: 'on', since: now, takes: [{ ...take, ...rest }] },
  };
  expect(command(draft, 'host', stop)).toBe('ok');
  expect(recordingIn(draft).phase).toBe('stopping');
  expect(command(draft, 'host', stop)).toBe('not-found');
  expect(command(draft, 'ann', press)).toBe('rate-limited');
});
