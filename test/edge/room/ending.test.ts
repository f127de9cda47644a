import { abortAllDurableObjects } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { publicIdOf } from '../../../edge/secrets/public-id.ts';
import { again, newMeeting, random } from '../support/meeting.ts';
import { connectPeer, openPeer } from '../support/peer-client.ts';

const tables = ['meeting', 'seats', 'events', 'chat', 'commands', 'signals'];

describe('ending for all', () => {
  test('tells everybody, in the call, at the door and on the pre-join screen', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const others = [await meeting.knock('Kit'), await meeting.visit(), await meeting.connect()];
    const peer = await openPeer(host.welcome);
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    for (const each of [host, ...others]) {
      expect(await each.closedWith()).toEqual({ code: 4410, error: 'meeting-ended' });
    }
    expect((await peer.closed).code).toBe(4410);
  });

  test('erases everything but the fact', async () => {
    const meeting = await newMeeting({ name: 'Monday' });
    const host = await meeting.joinAsHost();
    await host.command({ type: 'chat', text: 'hello' });
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    await host.closed;
    for (const table of tables) expect(await meeting.rows(table)).toEqual([]);
    expect(await meeting.rows('tombstone')).toHaveLength(1);
    expect(await meeting.alarmAt()).toBeNull();
  });

  test('is final, also after a restart', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    await host.closed;
    for (const restart of [async () => {}, abortAllDurableObjects]) {
      await restart();
      const back = await meeting.connect();
      expect(await back.closedWith()).toEqual({ code: 4410, error: 'meeting-ended' });
      expect(await meeting.stub.join(null, 'Bo')).toEqual({ ok: false, code: 'meeting-ended' });
    }
  });

  test('leaves its recordings to whoever created it, and what else there was to nobody', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    await host.closed;
    expect(await meeting.rows('tombstone')).toMatchObject([{ room: publicIdOf(meeting.id) }]);
    expect(JSON.stringify(await meeting.rows('tombstone'))).not.toContain(meeting.hostToken);
    for (const restart of [async () => {}, abortAllDurableObjects]) {
      await restart();
      // Which are none where nothing can be recorded.
      const ask = (token: string | null) => meeting.stub.recordings(token);
      expect(await ask(meeting.hostToken)).toEqual({ ok: false, code: 'no-recorder' });
      for (const token of [null, '', random.secret()]) {
        expect(await ask(token)).toEqual({ ok: false, code: 'meeting-ended' });
      }
      const start = meeting.stub.view(meeting.hostToken);
      expect(await start).toEqual({ ok: false, code: 'meeting-ended' });
    }
  });

  test('closes the way to PeerJS: an old ticket opens nothing', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    await host.closed;
    const { id, ticket } = host.welcome.peer;
    const peer = await connectPeer(meeting.id, { id, token: ticket, key: 'peerjs' });
    expect(await peer.take('ERROR')).toMatchObject({ payload: { msg: 'Invalid token provided' } });
    await peer.closed;
  });

  test('is for hosts only', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'set-role', seat: bo.seat, role: 'cohost' });
    expect(await bo.command({ type: 'end' })).toBe('not-allowed');
    await meeting.visit(again(bo));
  });
});
