import { describe, expect, test } from 'vitest';
import { again, newMeeting } from '../support/meeting.ts';

describe('the waiting room', () => {
  test('shows who knocks to hosts and to nobody else', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const knocker = await meeting.knock('Kit');
    const { person } = await host.takeEvent('person', (event) => event.person.name === 'Kit');
    expect(person).toMatchObject({ seat: knocker.seat, role: 'waiting', publishing: [] });
    await bo.caughtUp();
    expect(JSON.stringify(bo.messages.history)).not.toContain(knocker.seat);
    const late = await meeting.joinAsHost('Also me');
    expect(late.joined.people.map(({ name }) => name)).toContain('Kit');
  });

  test('tells those in it nothing of what goes on inside', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    await host.command({ type: 'chat', text: 'about Kit' });
    await host.command({ type: 'change-settings', settings: { name: 'Secret' } });
    await knocker.caughtUp();
    expect(knocker.events.history).toEqual([]);
  });

  test('lets in whom a host admits, with everything that a member needs', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    await host.command({ type: 'chat', text: 'before' });
    const knocker = await meeting.knock('Kit');
    expect(await host.command({ type: 'admit', seat: knocker.seat })).toBe('done');
    const joined = await knocker.take('joined');
    expect(joined.people).toHaveLength(2);
    expect(joined.chat).toMatchObject([{ text: 'before' }]);
    expect(await knocker.command({ type: 'hand', raised: true })).toBe('done');
  });

  test('lets in all at once', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knockers = [await meeting.knock('Kit'), await meeting.knock('Lea')];
    expect(await host.command({ type: 'admit-all' })).toBe('done');
    for (const each of knockers) expect((await each.take('joined')).people).toHaveLength(3);
  });

  test('turns away whom a host refuses', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    await host.command({ type: 'refuse', seat: knocker.seat });
    expect(await knocker.closedWith()).toEqual({ code: 4412, error: 'refused' });
    expect(await host.takeEvent('gone')).toMatchObject({ seat: knocker.seat, reason: 'refused' });
  });

  test('can be left again', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    knocker.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    expect(await knocker.closedWith()).toEqual({ code: 4430, error: 'left' });
    expect(await host.takeEvent('gone')).toMatchObject({ seat: knocker.seat, reason: 'left' });
  });

  test('a page that is reloaded there keeps its place', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    const before = await host.takeEvent('person');
    knocker.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    const back = await meeting.knock('Kit', again(knocker));
    const { person } = await host.takeEvent('person', (event) => event.person.awaySince === null);
    expect(person).toMatchObject({
      seat: knocker.seat,
      peer: back.welcome.peer.id,
      joinedAt: before.person.joinedAt,
    });
    expect(await host.command({ type: 'admit', seat: knocker.seat })).toBe('done');
    expect((await back.take('joined')).you).toBe(knocker.seat);
  });

  test('a page that is on its pre-join screen when its seat is admitted goes straight in', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    knocker.lose();
    const reload = await meeting.visit(again(knocker));
    expect(await host.command({ type: 'admit', seat: knocker.seat })).toBe('done');
    expect((await reload.join('Kit')).you).toBe(knocker.seat);
  });

  test('who was admitted while away is in the call when they come back', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    knocker.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await host.command({ type: 'admit', seat: knocker.seat });
    const back = await meeting.connect();
    back.send({ type: 'hello', version: 1, capabilities: [], ...again(knocker, 0) });
    await back.take('resumed');
    expect((await back.take('joined')).people).toHaveLength(2);
  });

  test('who lost the line while waiting waits on', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    knocker.lose();
    const back = await meeting.connect();
    back.send({ type: 'hello', version: 1, capabilities: [], ...again(knocker, 0) });
    await back.take('resumed');
    await back.take('waiting');
    await host.command({ type: 'admit', seat: knocker.seat });
    await back.take('joined');
  });

  test('a co-host sees it as soon as they are one, and no longer than that', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const knocker = await meeting.knock('Kit');
    await host.command({ type: 'set-role', seat: bo.seat, role: 'cohost' });
    await bo.takeEvent('person', ({ person }) => person.seat === knocker.seat);
    await host.command({ type: 'set-role', seat: bo.seat, role: 'participant' });
    await bo.takeEvent('gone', ({ seat }) => seat === knocker.seat);
  });
});

describe('who was removed', () => {
  test('is told so, and has to knock', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'remove', seat: bo.seat });
    expect(await bo.closedWith()).toEqual({ code: 4411, error: 'removed' });
    await host.command({ type: 'change-settings', settings: { waitingRoom: false } });
    const back = await meeting.visit(again(bo));
    expect(back.welcome.meeting.entry).toBe('knock');
    back.send({ type: 'join', name: 'Bo', publishing: [] });
    await back.take('waiting');
  });

  test('cannot come in as a stranger either: the waiting room is on', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'remove', seat: bo.seat });
    expect((await meeting.visit()).welcome.meeting.entry).toBe('knock');
    expect(await host.takeEvent('settings')).toMatchObject({ settings: { waitingRoom: true } });
  });

  test('while their line was down is told when it comes back', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await host.command({ type: 'remove', seat: bo.seat });
    const back = await meeting.connect();
    back.send({ type: 'hello', version: 1, capabilities: [], ...again(bo, bo.joined.seq) });
    expect(await back.closedWith()).toEqual({ code: 4411, error: 'removed' });
  });

  test('keeps a second tab on its pre-join screen, from where they may knock', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    const tab = await meeting.visit(again(bo));
    await host.command({ type: 'remove', seat: bo.seat });
    await bo.closed;
    tab.send({ type: 'join', name: 'Bo', publishing: [] });
    await tab.take('waiting');
    await host.command({ type: 'admit', seat: bo.seat });
    await tab.take('joined');
  });

  test('gives up knocking and is still remembered', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'remove', seat: bo.seat });
    const back = await meeting.knock('Bo', again(bo));
    await host.command({ type: 'refuse', seat: bo.seat });
    await back.closed;
    await host.command({ type: 'change-settings', settings: { waitingRoom: false } });
    expect((await meeting.visit(again(bo))).welcome.meeting.entry).toBe('knock');
  });

  test('says whether anybody is there who could let one in', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Kit');
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    const says = (isHostHere: boolean) =>
      knocker.messages.take(
        `that a host is ${isHostHere ? 'here' : 'gone'}`,
        (message) => message.type === 'waiting' && message.isHostHere === isHostHere,
      );
    await says(false);
    await meeting.joinAsHost('Ann again');
    await says(true);
  });

  test('is passed by those who left, having been in, until somebody removes them', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const bo = await meeting.knock('Bo');
    await host.command({ type: 'admit', seat: bo.seat });
    await bo.take('joined');
    bo.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await bo.closedWith();
    const back = await meeting.join('Bo', again(bo));
    expect(back.seat).toBe(bo.seat);
    await host.command({ type: 'remove', seat: bo.seat });
    await back.closedWith();
    const removed = await meeting.visit(again(bo));
    expect(removed.welcome.meeting.entry).toBe('knock');
  });
});
