import { describe, expect, test } from 'vitest';
import { limits } from '../../../../../edge/protocol/limits.ts';
import type { Draft } from '../../../../../edge/room/rules/draft.ts';
import { enter, pageBack, pageGone } from '../../../../../edge/room/rules/joining.ts';
import {
  absenceMs,
  moveDeadlineMs,
  remind,
  takeStep,
  turnMs,
} from '../../../../../edge/room/rules/transport/move.ts';
import {
  calmMs,
  calmNeededMs,
  nextTurnOfTransport,
  relieve,
  steer,
} from '../../../../../edge/room/rules/transport/steer.ts';
import type { MemberSeat } from '../../../../../edge/room/state/meeting.ts';
import {
  type Move,
  noMediaServers,
  type Transport,
} from '../../../../../edge/room/state/transport.ts';
import {
  command,
  draftOn,
  lobby,
  meetingWith,
  member,
  memberIn,
  nextChange,
  now,
  outcomeOf,
  pageOf,
  seatId,
  stageIn,
  waiting,
} from '../../../support/rules.ts';

const mesh: Transport = { kind: 'mesh', epoch: 1 };
const sfu: Transport = { kind: 'sfu', epoch: 5, cluster: 'one', stirredAt: now };
const names = ['ann', 'bea', 'cay', 'dee', 'eve'];
const five = names.map((name, index) => member(name, { joinedAt: now - 100 + index }));

function come(draft: Draft, name: string): void {
  const seat = lobby(name);
  enter(draft, seat, pageOf(name), { name, publishing: [] });
  steer(draft);
}

/** A mesh of five to which a sixth has come. */
function moveOfSix(at = now): Draft {
  const draft = draftOn(mesh, five, at);
  come(draft, 'fay');
  return draft;
}

function step(draft: Draft, name: string, what: 'published' | 'ready' | 'failed', at = draft.now) {
  const next = nextChange(draft, at);
  takeStep(next, seatId(name), next.meeting.transport.epoch, what);
  steer(next);
  return next;
}

function pass(draft: Draft, ms: number): Draft {
  const next = nextChange(draft, draft.now + ms);
  steer(next);
  return next;
}

function lose(draft: Draft, name: string): Draft {
  const next = nextChange(draft);
  pageGone(next, pageOf(name).peer);
  steer(next);
  return next;
}

function leave(draft: Draft, name: string): Draft {
  const next = nextChange(draft);
  next.takeOut(memberIn(next, name), 'left', 'left');
  steer(next);
  return next;
}

function moveIn(draft: Draft): Move {
  const { transport } = draft.meeting;
  if (transport.kind !== 'moving') throw new Error(`it is on ${transport.kind}`);
  return transport;
}

function turnIn(draft: Draft): string | undefined {
  return moveIn(draft).turn?.seat;
}

function told(draft: Draft, kind: 'media-server' | 'your-turn'): string[] {
  return draft.followUps.filter((each) => each.kind === kind).map(({ seat }) => seat);
}

describe('a call that outgrows its mesh', () => {
  test('moves up, and everybody hears of it', () => {
    const draft = moveOfSix();
    expect(moveIn(draft)).toMatchObject({ from: 'mesh', to: 'sfu', epoch: 2, cluster: 'one' });
    expect(draft.events.at(-1)).toEqual({
      audience: 'members',
      event: {
        type: 'transport',
        transport: { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' },
      },
    });
  });

  test('shows the way to those who were there; the newcomer gets it on joining', () => {
    expect(told(moveOfSix(), 'media-server')).toEqual(names.map(seatId));
  });

  test('needs a media server that has said it is ready', () => {
    const draft = draftOn(mesh, five);
    const without = Object.assign(nextChange(draft), {
      media: { isConfigured: true, openAt: null, canRecord: false },
    });
    expect(outcomeOf(() => come(without, 'fay'))).toBe('no-media-server');
  });

  test.each<[string, string[], string]>([
    ['says what is missing', ['mesh', 'sfu'], 'no-media-server'],
    ['is just full for a page that could not use one', ['mesh'], 'room-full'],
  ])('where there are no media servers, it %s', (_, capabilities, code) => {
    const draft = withoutServers(draftOn(mesh, five));
    const page = { ...pageOf('fay'), capabilities };
    const join = () => enter(draft, lobby('fay'), page, { name: 'Fay', publishing: [] });
    expect(outcomeOf(join)).toBe(code);
  });

  test('says what is missing to the host who lets the sixth in', () => {
    const host = member('host', { role: 'host' });
    for (const asked of [{ type: 'admit', seat: seatId('fay') }, { type: 'admit-all' }] as const) {
      const draft = withoutServers(draftOn(mesh, [host, ...five.slice(1), waiting('fay')]));
      expect(command(draft, 'host', asked)).toBe('no-media-server');
    }
  });

  test.each([
    ['the newcomer', five, ['mesh']],
    ['a member', [...five.slice(1), member('old', { page: meshOnly('old') })], ['mesh', 'sfu']],
  ])('is full when %s cannot use one', (_, seats, capabilities) => {
    const draft = draftOn(mesh, seats);
    const page = { ...pageOf('fay'), capabilities };
    const join = () => enter(draft, lobby('fay'), page, { name: 'Fay', publishing: [] });
    expect(outcomeOf(join)).toBe('room-full');
  });

  test('has a hundred places on a media server', () => {
    const crowd = Array.from({ length: limits.sfuMembers }, (_, index) => member(`m${index}x`));
    const draft = draftOn(sfu, crowd.slice(1));
    come(draft, 'fay');
    expect(outcomeOf(() => come(nextChange(draft), 'gil'))).toBe('room-full');
  });
});

function withoutServers(draft: Draft): Draft {
  return Object.assign(nextChange(draft), { media: noMediaServers });
}

function sfuOnly(name: string) {
  return { ...pageOf(name), capabilities: ['sfu'] };
}

function meshOnly(name: string) {
  return { ...pageOf(name), capabilities: ['mesh'] };
}

describe('turns', () => {
  test('the newcomer publishes at once, and so does whoever has been here longest', () => {
    const draft = moveOfSix();
    expect(told(draft, 'your-turn')).toEqual([seatId('fay'), seatId('ann')]);
    expect(turnIn(draft)).toBe(seatId('ann'));
  });

  test('the next one’s begins when the last one has published', () => {
    let draft = moveOfSix();
    for (const [index, name] of names.entries()) {
      expect(turnIn(draft)).toBe(seatId(name));
      draft = step(draft, name, 'published');
      expect(told(draft, 'your-turn')).toEqual(names.slice(index + 1, index + 2).map(seatId));
    }
    expect(moveIn(draft).turn).toBeNull();
  });

  test('or when it has taken too long', () => {
    const draft = moveOfSix();
    expect(turnIn(pass(draft, turnMs - 1))).toBe(seatId('ann'));
    expect(turnIn(pass(draft, turnMs))).toBe(seatId('bea'));
  });

  test('or when they cannot', () => {
    const draft = step(step(moveOfSix(), 'fay', 'published'), 'ann', 'failed');
    expect(turnIn(draft)).toBe(seatId('bea'));
  });

  test.each([
    ['left', leave],
    ['lost their socket', lose],
  ])('or when they have %s', (_, go) => {
    expect(turnIn(go(moveOfSix(), 'ann'))).toBe(seatId('bea'));
  });

  test('pass over whoever is away or has published already', () => {
    const draft = step(lose(moveOfSix(), 'bea'), 'cay', 'published');
    expect(turnIn(step(draft, 'ann', 'published'))).toBe(seatId('dee'));
  });

  test('whoever comes back after their turn is told once more, before it is not', () => {
    const away = pass(lose(moveOfSix(), 'ann'), 100);
    const [back, early] = [nextChange(away), nextChange(away)];
    pageBack(back, memberIn(back, 'ann'));
    remind(back, memberIn(back, 'ann'));
    expect(told(back, 'media-server')).toEqual([seatId('ann')]);
    expect(told(back, 'your-turn')).toEqual([seatId('ann')]);
    remind(early, memberIn(early, 'eve'));
    expect(told(early, 'your-turn')).toEqual([]);
  });

  test('a page that is loaded anew begins anew, at once', () => {
    const draft = nextChange(step(moveOfSix(), 'ann', 'ready'));
    const ann = memberIn(draft, 'ann');
    enter(draft, ann, pageOf('ann', 2), { name: 'ann', publishing: [] });
    steer(draft);
    expect(told(draft, 'your-turn')).toContain(seatId('ann'));
    expect(moveIn(draft)).toMatchObject({ published: [], ready: [] });
    expect(moveIn(draft).newcomers).toEqual([seatId('fay')]);
  });

  test('somebody who joins in the middle publishes at once', () => {
    const draft = nextChange(moveOfSix());
    come(draft, 'gil');
    expect(told(draft, 'your-turn')).toEqual([seatId('gil')]);
    expect(moveIn(draft).newcomers).toEqual([seatId('fay'), seatId('gil')]);
  });
});

describe('a move ends', () => {
  const everybody = [...names, 'fay'];

  function allReady(draft: Draft, among: readonly string[]): Draft {
    return among.reduce((last, name) => step(last, name, 'ready'), draft);
  }

  test('when all are ready', () => {
    const almost = allReady(moveOfSix(), everybody.slice(1));
    expect(moveIn(almost).epoch).toBe(2);
    const draft = step(almost, 'ann', 'ready');
    expect(draft.meeting.transport).toEqual({ ...sfu, epoch: 3 });
    expect(draft.events.at(-1)?.event).toMatchObject({ transport: { kind: 'sfu', epoch: 3 } });
  });

  test('when all but those who cannot are ready', () => {
    const draft = step(allReady(moveOfSix(), everybody.slice(1)), 'ann', 'failed');
    expect(draft.meeting.transport.kind).toBe('sfu');
  });

  test('when all but those who have left are ready', () => {
    const draft = leave(allReady(moveOfSix(), everybody.slice(1)), 'ann');
    expect(draft.meeting.transport.kind).toBe('sfu');
  });

  test('when all but those who are away are ready, a moment later', () => {
    const draft = lose(allReady(moveOfSix(), everybody.slice(1)), 'ann');
    expect(pass(draft, absenceMs - 1).meeting.transport.kind).toBe('moving');
    expect(pass(draft, absenceMs).meeting.transport.kind).toBe('sfu');
  });

  test('not because the edge has lost everybody for a moment', () => {
    let draft = step(moveOfSix(), 'ann', 'ready');
    for (const name of everybody) draft = lose(draft, name);
    draft = nextChange(draft, now + 1_000);
    pageBack(draft, memberIn(draft, 'ann'));
    steer(draft);
    expect(draft.meeting.transport.kind).toBe('moving');
  });

  test('at the deadline, when half have published', () => {
    const half = ['fay', 'ann', 'bea'].reduce(
      (last, name) => step(last, name, 'published'),
      moveOfSix(),
    );
    expect(pass(half, moveDeadlineMs - 1).meeting.transport.kind).toBe('moving');
    expect(pass(half, moveDeadlineMs).meeting.transport.kind).toBe('sfu');
  });

  test('where it began at the deadline, when fewer have', () => {
    const fewer = step(step(moveOfSix(), 'fay', 'published'), 'ann', 'published');
    const draft = pass(fewer, moveDeadlineMs);
    expect(draft.meeting.transport).toEqual({ kind: 'mesh', epoch: 3 });
    expect(stageIn(draft, 'fay')).toBe('lobby');
  });

  test('not while nobody is connected: it begins anew with the first to come back', () => {
    let draft = moveOfSix();
    for (const name of everybody) draft = lose(draft, name);
    const later = now + moveDeadlineMs + 5_000;
    const alarm = nextTurnOfTransport(draft.meeting, draft.seats.values(), now + absenceMs);
    expect(alarm).toBeUndefined();
    draft = nextChange(pass(draft, moveDeadlineMs), later);
    pageBack(draft, memberIn(draft, 'ann'));
    steer(draft);
    expect(moveIn(draft)).toMatchObject({ startedAt: later, epoch: 2 });
    expect(pass(draft, moveDeadlineMs).meeting.transport.kind).toBe('mesh');
  });

  test('not yet when the first to try cannot: that may be their own line', () => {
    const draft = step(moveOfSix(), 'ann', 'failed');
    expect(moveIn(draft)).toMatchObject({ failed: [memberIn(draft, 'ann').id] });
    expect(stageIn(draft, 'fay')).toBe('member');
  });

  test('where it began when two cannot and nobody could; who has no place is told why', () => {
    const draft = step(step(moveOfSix(), 'ann', 'failed'), 'cay', 'failed');
    expect(draft.meeting.transport).toEqual({ kind: 'mesh', epoch: 3 });
    expect(draft.deliveries).toContainEqual({
      kind: 'drop',
      peer: pageOf('fay').peer,
      code: 'no-media-server',
    });
    for (const name of names) expect(stageIn(draft, name)).toBe('member');
  });

  test('where it began when the server dies after half have published', () => {
    const half = names.slice(0, 3).reduce((last, name) => step(last, name, 'ready'), moveOfSix());
    const draft = names.slice(0, 3).reduce((last, name) => step(last, name, 'failed'), half);
    expect(draft.meeting.transport).toEqual({ kind: 'mesh', epoch: 3 });
  });

  test('where it began at the deadline when those who were across have lost it', () => {
    const half = names
      .slice(0, 3)
      .reduce((last, name) => step(last, name, 'published'), moveOfSix());
    const draft = step(half, 'ann', 'failed');
    expect(moveIn(draft)).toMatchObject({ published: ['bea', 'cay'].map(seatId) });
    expect(pass(draft, moveDeadlineMs).meeting.transport).toEqual({ kind: 'mesh', epoch: 3 });
  });

  test('there all the same when whoever failed gets across after all', () => {
    const half = names
      .slice(0, 3)
      .reduce((last, name) => step(last, name, 'published'), moveOfSix());
    const draft = step(step(half, 'ann', 'failed'), 'ann', 'published');
    expect(pass(draft, moveDeadlineMs).meeting.transport.kind).toBe('sfu');
  });

  test('where it began without sending away more than have no place', () => {
    const grown = nextChange(leave(moveOfSix(), 'bea'));
    come(grown, 'gil');
    const draft = step(step(grown, 'ann', 'failed'), 'cay', 'failed');
    expect([stageIn(draft, 'fay'), stageIn(draft, 'gil')]).toEqual(['member', 'lobby']);
  });

  test('in an empty mesh when all have left', () => {
    let draft = moveOfSix();
    for (const name of everybody) draft = leave(draft, name);
    expect(draft.meeting.transport).toEqual({ kind: 'mesh', epoch: 3 });
  });
});

describe('what comes late', () => {
  test.each(['published', 'ready', 'failed'] as const)('%s of another epoch is ignored', (what) => {
    for (const epoch of [1, 3]) {
      const draft = nextChange(moveOfSix());
      const before = draft.meeting.transport;
      takeStep(draft, seatId('ann'), epoch, what);
      expect(draft.meeting.transport).toBe(before);
    }
  });

  test.each([mesh, sfu])('steps of no move change nothing on $kind', (transport) => {
    const draft = draftOn(transport, five);
    for (const what of ['published', 'ready', 'failed'] as const) {
      takeStep(draft, seatId('ann'), transport.epoch, what);
    }
    expect(draft.meeting.transport).toEqual(transport);
    expect(draft.events).toEqual([]);
  });
});

describe('a mesh that is too much for somebody', () => {
  function complain(
    members: readonly MemberSeat[],
    { transport = mesh, epoch = 1, lastAt = null as number | null } = {},
  ): Draft {
    const draft = draftOn(transport, members, now, { troubles: { count: 1, lastAt } });
    relieve(draft, epoch);
    steer(draft);
    return draft;
  }

  test('moves up from three people on, and that is remembered', () => {
    const draft = complain(five.slice(0, 3));
    expect(moveIn(draft)).toMatchObject({ to: 'sfu', newcomers: [] });
    expect(draft.meeting.troubles).toEqual({ count: 2, lastAt: now });
  });

  test('moves two up as well when one is there whom the other does not reach', () => {
    const draft = draftOn(mesh, five.slice(0, 2));
    relieve(draft, 1, true);
    expect(moveIn(draft)).toMatchObject({ to: 'sfu' });
  });

  test.each<[string, Draft]>([
    ['there are only two', complain(five.slice(0, 2))],
    ['it has just been honoured', complain(five, { lastAt: now - 59_999 })],
    ['it is of another epoch', complain(five, { epoch: 7 })],
    [
      'somebody cannot use a media server',
      complain([...five.slice(1), member('old', { page: meshOnly('old') })]),
    ],
  ])('stays when %s', (_, draft) => {
    expect(draft.meeting.transport).toEqual(mesh);
  });

  test('is honoured again after a minute', () => {
    expect(complain(five, { lastAt: now - 60_000 }).meeting.transport.kind).toBe('moving');
  });

  test('changes nothing in a move up', () => {
    const draft = nextChange(moveOfSix());
    relieve(draft, 2);
    expect(draft.meeting.transport).toEqual(moveOfSix().meeting.transport);
  });
});

describe('the way back', () => {
  const four = five.slice(0, 4);
  const later = now + calmMs;

  function calm(members: readonly MemberSeat[], at = later, count = 0): Draft {
    const draft = draftOn(sfu, members, at, { troubles: { count, lastAt: null } });
    steer(draft);
    return draft;
  }

  test('is taken by few after a minute of calm, the same way in turns', () => {
    expect(calm(four, later - 1).meeting.transport).toBe(sfu);
    const draft = calm(four);
    expect(moveIn(draft)).toMatchObject({ from: 'sfu', to: 'mesh', epoch: 6 });
    expect(told(draft, 'your-turn')).toEqual([seatId('ann')]);
    const done = names.slice(0, 4).reduce((last, name) => step(last, name, 'ready'), draft);
    expect(done.meeting.transport).toEqual({ kind: 'mesh', epoch: 7 });
  });

  test.each<[string, readonly MemberSeat[]]>([
    ['five, of whom one more would make it turn round', five],
    ['those of whom somebody is away', [...five.slice(1, 4), member('off', { awaySince: now })]],
    [
      'those of whom somebody has no mesh',
      [...five.slice(1, 4), member('new', { page: sfuOnly('new') })],
    ],
  ])('is not taken by %s', (_, members) => {
    expect(calm(members).meeting.transport).toBe(sfu);
    const meeting = { ...meetingWith(), transport: sfu };
    expect(nextTurnOfTransport(meeting, members, now)).toBeUndefined();
  });

  test('any coming and going begins the minute anew', () => {
    const draft = lose(calm(four, now + 50_000), 'ann');
    expect(draft.meeting.transport).toMatchObject({
      kind: 'sfu',
      epoch: 5,
      stirredAt: now + 50_000,
    });
  });

  test('takes longer each time that the mesh has been too much', () => {
    const minutes = [0, 1, 2, 3, 9].map((count) => calmNeededMs({ count, lastAt: null }) / calmMs);
    expect(minutes).toEqual([1, 1, 2, 4, 16]);
    expect(calm(four, later, 2).meeting.transport.kind).toBe('sfu');
  });

  test('turns round when more come than a mesh holds, which says nothing against it', () => {
    let draft = calm(four);
    for (const name of ['eve', 'fay']) {
      draft = nextChange(draft);
      come(draft, name);
    }
    expect(draft.meeting.transport).toMatchObject({ kind: 'sfu', epoch: 7 });
    expect(stageIn(draft, 'fay')).toBe('member');
    expect(draft.meeting.troubles.count).toBe(0);
  });

  test('turns round when the mesh is too much again', () => {
    const draft = nextChange(calm(four));
    relieve(draft, 6);
    expect(draft.meeting.transport).toMatchObject({ kind: 'sfu', epoch: 7 });
    expect(draft.meeting.troubles.count).toBe(1);
  });

  test('turns round at the deadline when one pair has not met, and is tried later each time', () => {
    const met = ['ann', 'bea', 'cay'].reduce((last, name) => step(last, name, 'ready'), calm(four));
    const draft = pass(step(met, 'dee', 'published'), moveDeadlineMs);
    expect(draft.meeting.transport).toMatchObject({
      kind: 'sfu',
      epoch: 7,
      stirredAt: later + moveDeadlineMs,
    });
    expect(draft.meeting.troubles).toEqual({ count: 1, lastAt: null });
  });

  test('turns round when one has lost what they had', () => {
    const met = names.slice(0, 4).map((name) => [name, 'published'] as const);
    const all = met.reduce((last, [name, what]) => step(last, name, what), calm(four));
    const ready = ['bea', 'cay', 'dee'].reduce((last, name) => step(last, name, 'ready'), all);
    expect(step(ready, 'ann', 'failed').meeting.transport).toMatchObject({ kind: 'sfu', epoch: 7 });
  });

  test('turns round when the first to try cannot', () => {
    expect(step(calm(four), 'ann', 'failed').meeting.transport).toMatchObject({
      kind: 'sfu',
      epoch: 7,
      stirredAt: later,
    });
  });
});

describe('the alarm', () => {
  test('stands at the end of a turn, of an absence, or of the move', () => {
    const at = (draft: Draft) =>
      nextTurnOfTransport(draft.meeting, draft.seats.values(), draft.now);
    const draft = moveOfSix();
    expect(at(draft)).toBe(now + turnMs);
    const last = names.reduce((each, name) => step(each, name, 'published'), draft);
    expect(at(last)).toBe(now + moveDeadlineMs);
    expect(at(lose(last, 'ann'))).toBe(now + absenceMs);
    expect(at(pass(lose(last, 'ann'), absenceMs))).toBe(now + moveDeadlineMs);
  });

  test('stands at the end of the minute of calm, and never for a mesh', () => {
    const on = (transport: Transport) => ({ ...meetingWith(), transport });
    expect(nextTurnOfTransport(on(sfu), five.slice(1), now)).toBe(now + calmMs);
    expect(nextTurnOfTransport(on(mesh), five, now)).toBeUndefined();
  });
});
