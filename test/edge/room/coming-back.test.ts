import { describe, expect, test } from 'vitest';
import { again, type Member, newMeeting, type TestMeeting } from '../support/meeting.ts';
import type { RoomClient } from '../support/room-client.ts';

async function resume(meeting: TestMeeting, member: Member, since: number): Promise<RoomClient> {
  const client = await meeting.connect();
  client.send({ type: 'hello', version: 1, capabilities: [], ...again(member, since) });
  await client.take('resumed');
  return client;
}

function lastSeq({ joined, events }: Member): number {
  return events.history.at(-1)?.seq ?? joined.seq;
}

describe('a second tab', () => {
  test('leaves the first one in the call while it is on its pre-join screen', async () => {
    const meeting = await newMeeting();
    const first = await meeting.join('Bo');
    const second = await meeting.visit(again(first));
    expect(second.seat).toBe(first.seat);
    expect(second.welcome.peer.id).not.toBe(first.welcome.peer.id);
    expect(await first.command({ type: 'hand', raised: true })).toBe('done');
  });

  test('takes the seat over when it joins', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const first = await meeting.join('Bo');
    const second = await meeting.join('Bo', again(first));
    expect(await first.closedWith()).toEqual({ code: 4409, error: 'seat-taken' });
    expect(second.joined.people.map(({ seat }) => seat)).toEqual([host.seat, first.seat]);
    const { person } = await host.takeEvent(
      'person',
      (event) => event.person.peer === second.welcome.peer.id,
    );
    expect(person.awaySince).toBeNull();
    await host.caughtUp();
    expect(host.events.history.some(({ event }) => event.type === 'gone')).toBe(false);
  });

  test('keeps the first from coming back on its own', async () => {
    const meeting = await newMeeting();
    const first = await meeting.join('Bo');
    await meeting.join('Bo', again(first));
    const stubborn = await meeting.connect();
    stubborn.send({
      type: 'hello',
      version: 1,
      capabilities: [],
      ...again(first, first.joined.seq),
    });
    expect(await stubborn.closedWith()).toEqual({ code: 4409, error: 'seat-taken' });
  });

  test('gives way to a third one on the pre-join screen', async () => {
    const meeting = await newMeeting();
    const first = await meeting.join('Bo');
    const second = await meeting.visit(again(first));
    const third = await meeting.visit(again(first));
    expect(await second.closedWith()).toEqual({ code: 4409, error: 'seat-taken' });
    await third.join('Bo');
  });

  test('stays on its pre-join screen when the first leaves, and may join', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const tab = await meeting.visit({ ...again(host), hostToken: meeting.hostToken });
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await host.closed;
    expect((await tab.join('Host')).people).toMatchObject([{ seat: host.seat, role: 'host' }]);
  });
});

describe('a reload', () => {
  test('keeps role, hand, chat and since when they are here', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'set-role', seat: bo.seat, role: 'cohost' });
    await bo.command({ type: 'hand', raised: true });
    await bo.command({ type: 'chat', text: 'before' });
    const { person } = await host.takeEvent(
      'person',
      (event) => event.person.handRaisedAt !== null,
    );
    bo.lose();
    const back = await meeting.join('Bo', again(bo));
    expect(back.joined.chat).toMatchObject([{ text: 'before' }]);
    const { peer, peerSince, ...same } = person;
    expect(back.joined.people.find(({ seat }) => seat === bo.seat)).toMatchObject(same);
    expect(back.welcome.peer.id).not.toBe(peer);
  });

  test('is shown as one person who is away and then is not', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await meeting.join('Bo', again(bo));
    await host.takeEvent(
      'person',
      ({ person }) => person.awaySince === null && person.peer !== bo.welcome.peer.id,
    );
    expect(host.events.history.every(({ event }) => event.type === 'person')).toBe(true);
  });
});

describe('after a lost line', () => {
  test('a member is told exactly what they missed, once and in order', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    const seen = lastSeq(bo);
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    for (const text of ['one', 'two', 'three']) await host.command({ type: 'chat', text });
    const back = await resume(meeting, bo, seen);
    await back.takeEvent('person', ({ person }) => person.awaySince === null);
    await host.command({ type: 'chat', text: 'four' });
    await back.takeEvent('chat', ({ message }) => message.text === 'four');
    expect(back.events.history.map(({ seq }) => seq)).toEqual(
      back.events.history.map((_, index) => seen + 1 + index),
    );
    const texts = back.events.history.flatMap(({ event }) =>
      event.type === 'chat' ? [event.message.text] : [],
    );
    expect(texts).toEqual(['one', 'two', 'three', 'four']);
    expect(back.messages.history.map(({ type }) => type)).not.toContain('joined');
  });

  test('keeps peer and place, and the others see them back', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo', {}, ['camera']);
    bo.lose();
    const away = await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await resume(meeting, bo, bo.joined.seq);
    const back = await host.takeEvent(
      'person',
      ({ person }) =>
        person.awaySince === null && person.seat === bo.seat && host.events.history.length > 2,
    );
    expect(back.person).toEqual({ ...away.person, awaySince: null });
  });

  test('nobody is told what was not for them', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const [bo, cy] = [await meeting.join('Bo'), await meeting.join('Cy', {}, ['microphone'])];
    await host.command({ type: 'change-settings', settings: { waitingRoom: true } });
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    const knocker = await meeting.knock('Kit');
    await host.command({ type: 'mute', seat: cy.seat });
    const back = await resume(meeting, bo, bo.joined.seq);
    await back.takeEvent(
      'person',
      ({ person }) => person.seat === cy.seat && person.publishing.length === 0,
    );
    await back.caughtUp();
    const told = JSON.stringify(back.messages.history);
    expect(told).not.toContain(knocker.seat);
    expect(told).not.toContain('silence');
  });

  test('the room may not have noticed yet: the new socket simply takes over', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    const back = await resume(meeting, bo, bo.joined.seq);
    await bo.closed;
    expect(await back.command({ type: 'hand', raised: true })).toBe('done');
    await host.caughtUp();
    expect(
      host.events.history.some(
        ({ event }) => event.type === 'person' && event.person.awaySince !== null,
      ),
    ).toBe(false);
  });

  test.each([
    { what: 'before what is still known', since: () => 1 },
    { what: 'after what has happened yet', since: (seq: number) => seq + 50 },
    { what: 'before anything', since: () => 0 },
  ])('whoever claims to have seen up to $what is told everything', async ({ since }) => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    // As a long evening would leave it.
    await meeting.forgetEventsUpTo(bo.joined.seq);
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    const back = await resume(meeting, bo, since(bo.joined.seq));
    const joined = await back.take('joined');
    expect(joined.people).toHaveLength(2);
    // What comes next follows on it without a gap.
    await back.takeEvent(
      'person',
      ({ person }) => person.seat === bo.seat && person.awaySince === null,
    );
    expect(back.events.history.map(({ seq }) => seq)).toEqual([joined.seq + 1]);
  });

  test('a seat that has been given up meanwhile is no mistake: one joins from it anew', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    bo.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await bo.closed;
    const back = await meeting.visit(again(bo, bo.joined.seq));
    expect(back.seat).toBe(bo.seat);
    expect((await back.join('Bo')).people).toHaveLength(2);
  });
});
