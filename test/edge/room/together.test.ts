import { describe, expect, test } from 'vitest';
import { again, newMeeting } from '../support/meeting.ts';

describe('what members do reaches the others', () => {
  test('a chat message, once for each, its author included', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const guest = await meeting.join('Bo');
    expect(await guest.command({ type: 'chat', text: '  hello  ' }, 'm1')).toBe('done');
    for (const each of [host, guest]) {
      const { message } = await each.takeEvent('chat');
      expect(message).toMatchObject({ id: 'm1', from: guest.seat, name: 'Bo', text: 'hello' });
    }
  });

  test('what somebody publishes, and their hand', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const guest = await meeting.join('Bo');
    await guest.command({ type: 'publish', sources: ['screen', 'microphone'] });
    await guest.command({ type: 'hand', raised: true });
    const { person } = await host.takeEvent(
      'person',
      (event) => event.person.handRaisedAt !== null,
    );
    expect(person).toMatchObject({ seat: guest.seat, publishing: ['microphone', 'screen'] });
  });

  test('a mute reaches the person it is for, and nobody else is asked', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost('Ada');
    const [bo, cy] = [
      await meeting.join('Bo', {}, ['microphone']),
      await meeting.join('Cy', {}, ['microphone']),
    ];
    await host.command({ type: 'mute', seat: bo.seat });
    expect(await bo.takeEvent('silence')).toMatchObject({ sources: ['microphone'], by: 'Ada' });
    await cy.takeEvent('person', ({ person }) => person.seat === bo.seat);
    await cy.caughtUp();
    expect(cy.events.history.some(({ event }) => event.type === 'silence')).toBe(false);
  });

  test('everybody gets numbered events without a gap, except for what is for one of them', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo', {}, ['microphone']);
    const cy = await meeting.join('Cy');
    await host.command({ type: 'mute', seat: bo.seat });
    await cy.command({ type: 'chat', text: 'end' });
    for (const each of [host, bo, cy]) {
      await each.takeEvent('chat');
      const seqs = each.events.history.map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      expect(new Set(seqs)).toHaveLength(seqs.length);
      expect(seqs[0]).toBe(each.joined.seq + 1);
    }
    expect(bo.events.history.map(({ seq }) => seq)).toEqual(
      bo.events.history.map((_, index) => bo.joined.seq + 1 + index),
    );
  });
});

describe('what one asks of another', () => {
  test('each sender is told what a receiver wants of it', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const [bo, cy] = [await meeting.join('Bo'), await meeting.join('Cy')];
    cy.send({
      type: 'want',
      wants: [
        { seat: host.seat, source: 'camera', height: 720 },
        { seat: bo.seat, source: 'camera', height: 0 },
        { seat: host.seat, source: 'screen', height: 1_080 },
      ],
    });
    expect(await host.take('wanted')).toEqual({
      type: 'wanted',
      from: cy.seat,
      wants: [
        { source: 'camera', height: 720 },
        { source: 'screen', height: 1_080 },
      ],
    });
    expect((await bo.take('wanted')).wants).toEqual([{ source: 'camera', height: 0 }]);
  });

  test('a signal reaches its one receiver under its true sender', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    const signal = { kind: 'restart-offer', connection: 'mc_1', sdp: 'v=0' } as const;
    bo.send({ type: 'signal', to: host.seat, signal });
    expect(await host.take('signal')).toEqual({ type: 'signal', from: bo.seat, signal });
  });

  test('nobody in the lobby or the waiting room reaches a member, nor a member them', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const knocker = await meeting.knock('Bo');
    const visitor = await meeting.visit();
    const signal = { kind: 'restart-please', connection: 'mc_1' } as const;
    for (const outsider of [knocker, visitor]) {
      outsider.send({ type: 'signal', to: host.seat, signal });
      outsider.send({ type: 'want', wants: [{ seat: host.seat, source: 'camera', height: 1 }] });
      host.send({ type: 'signal', to: outsider.seat, signal });
      host.send({ type: 'want', wants: [{ seat: outsider.seat, source: 'camera', height: 1 }] });
    }
    for (const each of [host, knocker, visitor]) {
      await each.caughtUp();
      const types = each.messages.history.map(({ type }) => type);
      expect(types).not.toContain('signal');
      expect(types).not.toContain('wanted');
    }
  });

  test('fresh TURN credentials are answered to members', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    host.send({ type: 'refresh-ice' });
    expect((await host.take('ice')).ice).toEqual(host.welcome.ice);
  });
});

describe('commands', () => {
  test('are carried out once, however often they are sent', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    for (const _ of ['once', 'twice', 'thrice']) {
      expect(await host.command({ type: 'chat', text: 'hello' }, 'same')).toBe('done');
    }
    await host.caughtUp();
    expect(host.events.history).toHaveLength(1);
  });

  test('are carried out once when they are sent again on a new socket', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await bo.command({ type: 'chat', text: 'hello' }, 'same');
    bo.lose();
    const back = await meeting.connect();
    back.send({ type: 'hello', version: 1, capabilities: [], ...again(bo, bo.joined.seq) });
    await back.take('resumed');
    expect(await back.command({ type: 'chat', text: 'hello' }, 'same')).toBe('done');
    await host.caughtUp();
    expect(host.events.history.filter(({ event }) => event.type === 'chat')).toHaveLength(1);
  });

  test('that were refused are refused again, whatever has changed since', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    expect(await bo.command({ type: 'mute-all' }, 'same')).toBe('not-allowed');
    await host.command({ type: 'set-role', seat: bo.seat, role: 'cohost' });
    expect(await bo.command({ type: 'mute-all' }, 'same')).toBe('not-allowed');
    expect(await bo.command({ type: 'mute-all' }, 'other')).toBe('done');
  });

  test('of two people may have the same id', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'chat', text: 'from host' }, 'c1');
    await bo.command({ type: 'chat', text: 'from Bo' }, 'c1');
    for (const text of ['from host', 'from Bo']) {
      await host.takeEvent('chat', ({ message }) => message.text === text);
    }
  });

  test('before joining are refused', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    await meeting.joinAsHost();
    const [visitor, knocker] = [await meeting.visit(), await meeting.knock('Bo')];
    for (const each of [visitor, knocker]) {
      expect(await each.command({ type: 'chat', text: 'hello' })).toBe('not-joined');
    }
  });
});

describe('leaving', () => {
  test('is confirmed by the close, and the others hear of it', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    bo.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    expect(await bo.closedWith()).toEqual({ code: 4430, error: 'left' });
    expect(await host.takeEvent('gone')).toEqual({ type: 'gone', seat: bo.seat, reason: 'left' });
  });

  test('works from the lobby, and leaves no seat behind', async () => {
    const meeting = await newMeeting();
    const visitor = await meeting.visit();
    visitor.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    expect(await visitor.closedWith()).toEqual({ code: 4430, error: 'left' });
    expect(await meeting.rows('seats')).toEqual([]);
  });

  test('of the host passes hosting on, even while others wait', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const knocker = await meeting.knock('Kit');
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await bo.takeEvent('person', ({ person }) => person.seat === bo.seat && person.role === 'host');
    await bo.takeEvent('person', ({ person }) => person.role === 'waiting');
    expect(await bo.command({ type: 'admit', seat: knocker.seat })).toBe('done');
    await knocker.take('joined');
  });

  test('and coming back with the creator’s token makes a host again', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await host.closed;
    const back = await meeting.joinAsHost();
    expect(back.joined.people.map(({ seat, role }) => [seat, role])).toEqual([
      [bo.seat, 'host'],
      [back.seat, 'host'],
    ]);
  });
});
