import { evictDurableObject } from 'cloudflare:test';
import { TokenVerifier } from 'livekit-server-sdk';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { moveDeadlineMs, turnMs } from '../../../edge/room/rules/transport/move.ts';
import { calmMs } from '../../../edge/room/rules/transport/steer.ts';
import { testClusters } from '../support/clusters.ts';
import { callOf, capable, meshOf, movedCall, movingCall } from '../support/large-calls.ts';
import { type MediaRequest, useMediaServers } from '../support/media-servers.ts';
import { again, newMeeting, passTime, stopClock } from '../support/meeting.ts';

const media = useMediaServers();
const mesh = { kind: 'mesh', epoch: 1 };
const up = { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' };

beforeEach(() => stopClock());

function clusterOf({ cluster: name }: MediaRequest) {
  const cluster = testClusters.find((each) => each.name === name);
  if (cluster === undefined) throw new Error(`there is no cluster ${name}`);
  return cluster;
}

async function grantsOf(request: MediaRequest, token: string) {
  const { key, secret } = clusterOf(request);
  return (await new TokenVerifier(key, secret).verify(token)).video;
}

describe('the sixth', () => {
  test('comes in, and everybody is shown the way to the media server', async () => {
    const { all } = await movingCall();
    const opened = await media.asked('CreateRoom');
    for (const member of all.slice(0, 5)) {
      expect((await member.takeEvent('transport')).transport).toEqual(up);
      const { server } = await member.take('media-server');
      expect(server).toMatchObject({ epoch: 2, url: clusterOf(opened).url });
      expect(await grantsOf(opened, server.token)).toMatchObject({ room: opened.body.name });
    }
  });

  test('has it in the answer to joining, and publishes at once', async () => {
    const sixth = (await movingCall()).all[5];
    expect(sixth?.joined).toMatchObject({ transport: up, mediaServer: { epoch: 2 } });
    expect(await sixth?.take('your-turn')).toEqual({ type: 'your-turn', epoch: 2 });
  });

  test('hears of the change before the server, and of the server before their turn', async () => {
    const { host } = await movingCall();
    await host.take('your-turn');
    const types = host.messages.history.map(({ type }) => type).slice(-3);
    expect(types).toEqual(['events', 'media-server', 'your-turn']);
  });

  test('finds the next cluster when the first does not answer', async () => {
    const meeting = await newMeeting();
    await meshOf(5, meeting);
    media.become('broken');
    const refused = await meeting.visit(capable);
    refused.send({ type: 'join', name: 'Sixth', publishing: [] });
    await refused.closedWith();
    const tried = media.requests.history.map(({ cluster }) => cluster);
    expect([...tried].sort()).toEqual(['one', 'two']);
    media.become('up', tried[1] ?? '');
    await passTime(meeting, 5_000);
    await meeting.join('Sixth', capable);
    expect(media.requests.history.at(-1)?.cluster).toBe(tried[1]);
  });

  test('is told when no cluster can be reached, and the others notice nothing', async () => {
    const meeting = await newMeeting();
    const members = await meshOf(5, meeting);
    media.become('down');
    const sixth = await meeting.visit(capable);
    expect(sixth.welcome.meeting.entry).toBe('open');
    sixth.send({ type: 'join', name: 'Sixth', publishing: [] });
    expect(await sixth.closedWith()).toEqual({ code: 4425, error: 'no-media-server' });
    const heard = members[4]?.messages.history.length;
    await members[4]?.caughtUp();
    expect(members[4]?.messages.history).toHaveLength((heard ?? 0) + 1);
  });

  test('and the seventh, who come at once, ask the media server once', async () => {
    const meeting = await newMeeting();
    await meshOf(5, meeting);
    const visitors = [await meeting.visit(capable), await meeting.visit(capable)];
    for (const each of visitors) each.send({ type: 'join', name: 'Late', publishing: [] });
    for (const each of visitors) expect((await each.take('joined')).transport).toEqual(up);
    const opened = media.requests.history.filter(({ method }) => method === 'CreateRoom');
    expect(opened).toHaveLength(1);
  });

  test('whose page cannot use a media server finds the room full', async () => {
    const meeting = await newMeeting();
    await meshOf(5, meeting);
    const old = await meeting.visit({ capabilities: ['mesh'] });
    expect(old.welcome.meeting.entry).toBe('full');
    old.send({ type: 'join', name: 'Old', publishing: [] });
    expect((await old.closedWith()).error).toBe('room-full');
    expect(media.requests.history).toEqual([]);
  });

  test('may be somebody whom a host admits, or who comes over REST', async () => {
    for (const way of ['admit', 'admit-all', 'REST'] as const) {
      const meeting = await newMeeting();
      const [host] = await meshOf(5, meeting);
      if (way === 'REST') await meeting.stub.join(null, 'Sixth');
      else {
        await host?.command({ type: 'change-settings', settings: { waitingRoom: true } });
        const { seat } = await meeting.knock('Sixth', capable);
        const command = way === 'admit' ? { type: way, seat } : { type: way };
        expect(await host?.command(command)).toBe('done');
      }
      expect((await host?.takeEvent('transport'))?.transport).toEqual(up);
    }
  });

  test('is not admitted without a media server, and goes on waiting', async () => {
    const meeting = await newMeeting();
    const [host] = await meshOf(5, meeting);
    await host?.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const knocker = await meeting.knock('Sixth', capable);
    media.become('down');
    const command = { type: 'admit', seat: knocker.seat } as const;
    expect(await host?.command(command)).toBe('no-media-server');
    await knocker.caughtUp();
    expect(knocker.messages.history.some(({ type }) => type === 'joined')).toBe(false);
  });
});

describe('a move', () => {
  test('goes on in turns and ends when all are ready', async () => {
    const { all } = await movingCall();
    for (const member of all) {
      expect(await member.take('your-turn')).toEqual({ type: 'your-turn', epoch: 2 });
      member.send({ type: 'move', epoch: 2, step: 'published' });
    }
    for (const member of all) member.send({ type: 'move', epoch: 2, step: 'ready' });
    for (const member of all) {
      const { transport } = await member.takeEvent(
        'transport',
        (event) => event.transport.epoch > 2,
      );
      expect(transport).toEqual({ kind: 'sfu', epoch: 3 });
    }
  });

  test('waits for nobody longer than a turn', async () => {
    const { meeting, guest } = await movingCall();
    await passTime(meeting, turnMs);
    await meeting.ring();
    await guest.take('your-turn');
  });

  test('goes back when two cannot get there, and the sixth is told', async () => {
    const { host, all } = await movingCall();
    for (const one of [host, all[5]]) one?.send({ type: 'move', epoch: 2, step: 'failed' });
    expect(await all[5]?.closedWith()).toEqual({ code: 4425, error: 'no-media-server' });
    const back = await host.takeEvent('transport', ({ transport }) => transport.epoch > 2);
    expect(back.transport).toEqual({ ...mesh, epoch: 3 });
    await host.takeEvent('gone', ({ seat }) => seat === all[5]?.seat);
  });

  test('goes back at its deadline when too few have got there', async () => {
    const { meeting, host } = await movingCall();
    await passTime(meeting, moveDeadlineMs);
    await meeting.ring();
    const back = await host.takeEvent('transport', ({ transport }) => transport.epoch > 2);
    expect(back.transport).toEqual({ ...mesh, epoch: 3 });
  });

  test('survives the room’s eviction in the middle', async () => {
    const { meeting, all, host } = await movingCall();
    for (const member of all.slice(1)) member.send({ type: 'move', epoch: 2, step: 'ready' });
    for (const member of all) await member.caughtUp();
    await evictDurableObject(meeting.stub, { webSockets: 'hibernate' });
    host.send({ type: 'move', epoch: 2, step: 'ready' });
    const done = await host.takeEvent('transport', ({ transport }) => transport.epoch > 2);
    expect(done.transport.kind).toBe('sfu');
  });

  test('reaches whoever was away when it began, once they are back', async () => {
    const meeting = await newMeeting();
    const five = await meshOf(5, meeting);
    const { guest } = callOf(meeting, five);
    guest.lose();
    await meeting.join('Sixth', capable);
    const back = await meeting.connect();
    back.send({ type: 'hello', version: 1, ...capable, ...again(guest, guest.joined.seq) });
    await back.takeEvent('transport', ({ transport }) => transport.kind === 'moving');
    expect((await back.take('media-server')).server.epoch).toBe(2);
  });

  test('begins when the mesh is too much for one of three', async () => {
    const meeting = await newMeeting();
    const [host, bo] = await meshOf(3, meeting);
    bo?.send({ type: 'mesh-too-much', epoch: 1 });
    expect((await host?.takeEvent('transport'))?.transport).toEqual(up);
  });

  test('begins when one of two does not reach the other, who is there', async () => {
    const meeting = await newMeeting();
    const [host, bo] = await meshOf(2, meeting);
    bo?.send({ type: 'mesh-too-much', epoch: 1, unreached: [host?.seat ?? bo.seat] });
    expect((await host?.takeEvent('transport'))?.transport).toEqual(up);
  });

  test('does not for somebody who has only gone', async () => {
    const meeting = await newMeeting();
    const [, bo, cy] = await meshOf(3, meeting);
    cy?.lose();
    bo?.send({ type: 'mesh-too-much', epoch: 1, unreached: [cy?.seat ?? bo.seat] });
    await bo?.caughtUp();
    expect(bo?.events.history.some(({ event }) => event.type === 'transport')).toBe(false);
  });

  test('does not, and nobody is bothered, when no media server answers', async () => {
    const meeting = await newMeeting();
    const [host, bo] = await meshOf(3, meeting);
    media.become('down');
    bo?.send({ type: 'mesh-too-much', epoch: 1 });
    await bo?.caughtUp();
    await host?.caughtUp();
    expect(host?.events.history.some(({ event }) => event.type === 'transport')).toBe(false);
  });

  test('leads back when few are left and a minute has been calm', async () => {
    const { meeting, host, all } = await movedCall();
    for (const each of all.slice(4)) {
      each.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
      await each.closed;
    }
    await passTime(meeting, calmMs);
    await meeting.ring();
    const { transport } = await host.takeEvent('transport', (event) => event.transport.epoch > 3);
    expect(transport).toEqual({ kind: 'moving', epoch: 4, from: 'sfu', to: 'mesh' });
    expect(await meeting.alarmAt()).toBe(Date.now() + turnMs);
  });
});

describe('on the media server', () => {
  test('who joins gets everything in one answer', async () => {
    const { meeting } = await movedCall();
    const seventh = await meeting.join('Seventh', capable);
    expect(seventh.joined).toMatchObject({
      transport: { kind: 'sfu', epoch: 3 },
      mediaServer: { epoch: 3 },
    });
  });

  test('nobody is told what others want of them once the mesh has gone', async () => {
    for (const [call, sinceMs, isTold] of [
      [await movingCall(), 0, true],
      [await movedCall(), 0, true],
      [await movedCall(), 31_000, false],
    ] as const) {
      const { meeting, host, guest } = call;
      await passTime(meeting, sinceMs);
      const want = { seat: guest.seat, source: 'camera', height: 180 } as const;
      host.send({ type: 'want', wants: [want] });
      await host.caughtUp();
      await guest.caughtUp();
      expect(guest.messages.history.some(({ type }) => type === 'wanted')).toBe(isTold);
    }
  });

  test('who may no longer speak cannot there either, and gets a token that says so', async () => {
    const { host, guest } = await movedCall();
    const opened = await media.asked('CreateRoom');
    await guest.take('media-server');
    const command = { type: 'set-rights', seat: guest.seat, rights: { speak: false } } as const;
    await host.command(command);
    const request = await media.asked('UpdateParticipant');
    expect(request).toMatchObject({
      cluster: opened.cluster,
      body: {
        room: opened.body.name,
        identity: guest.seat,
        permission: {
          canSubscribe: true,
          canPublish: true,
          canPublishSources: ['CAMERA', 'SCREEN_SHARE', 'SCREEN_SHARE_AUDIO'],
        },
      },
    });
    const { server } = await guest.take('media-server');
    expect((await grantsOf(request, server.token))?.canPublishSources).not.toContain('microphone');
  });

  test('who may not share follows from settings and roles', async () => {
    const { host, guest } = await movedCall();
    await host.command({ type: 'change-settings', settings: { share: 'hosts' } });
    const permitted = await media.asked('UpdateParticipant');
    expect(permitted.body.permission).toMatchObject({
      canPublishSources: ['CAMERA', 'MICROPHONE'].reverse(),
    });
    await host.command({ type: 'set-role', seat: guest.seat, role: 'cohost' });
    const raised = await media.requests.take('more rights for the co-host', ({ body }) =>
      JSON.stringify(body.permission ?? '').includes('SCREEN_SHARE'),
    );
    expect(raised.body.identity).toBe(guest.seat);
  });

  test('who is removed is thrown out', async () => {
    const { host, guest } = await movedCall();
    await host.command({ type: 'remove', seat: guest.seat });
    const { body } = await media.asked('RemoveParticipant');
    expect(body.identity).toBe(guest.seat);
  });

  test('what it could not be told is told later', async () => {
    const { meeting, host, guest } = await movedCall();
    media.become('down');
    await host.command({ type: 'remove', seat: guest.seat });
    await vi.waitFor(async () =>
      expect(await meeting.rows('chores')).toMatchObject([{ tries: 1 }]),
    );
    media.become('up');
    await passTime(meeting, 1_000);
    await meeting.ring();
    expect((await media.asked('RemoveParticipant')).body.identity).toBe(guest.seat);
    await vi.waitFor(async () => expect(await meeting.rows('chores')).toEqual([]));
  });

  test('what it could not be told is tried as long as the call lasts, once a minute', async () => {
    const { meeting, host, guest } = await movedCall();
    media.become('down');
    await host.command({ type: 'remove', seat: guest.seat });
    for (const pauseMs of [1_000, 4_000, 16_000, 60_000, 60_000, 60_000, 60_000]) {
      const dueAt = Date.now() + pauseMs;
      await meeting.until(async () => (await meeting.rows('chores'))[0]?.due_at === dueAt);
      await passTime(meeting, pauseMs);
      await meeting.ring();
    }
    media.become('up');
    await passTime(meeting, 60_000);
    await meeting.ring();
    expect((await media.asked('RemoveParticipant')).body.identity).toBe(guest.seat);
  });

  test('what it could not be told of a meeting that is over is given up in the end', async () => {
    const { meeting, host } = await movedCall();
    media.become('down');
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    await host.closed;
    for (const tries of [1, 2, 3, 4, 5]) {
      await vi.waitFor(async () => expect(await meeting.rows('chores')).toMatchObject([{ tries }]));
      await passTime(meeting, 60_000);
      await meeting.ring();
    }
    await vi.waitFor(async () => expect(await meeting.rows('chores')).toEqual([]));
  });

  test('what it no longer knows need not be told again', async () => {
    const { meeting, host, guest } = await movedCall();
    media.become('forgetful');
    await host.command({ type: 'remove', seat: guest.seat });
    await media.asked('RemoveParticipant');
    await vi.waitFor(async () => expect(await meeting.rows('chores')).toEqual([]));
  });

  test('the room is closed when the meeting ends, even if it has to be tried again', async () => {
    const { meeting, host } = await movedCall();
    const opened = await media.asked('CreateRoom');
    media.become('down');
    host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    await host.closed;
    await vi.waitFor(async () =>
      expect(await meeting.rows('chores')).toMatchObject([{ tries: 1 }]),
    );
    media.become('up');
    await evictDurableObject(meeting.stub);
    await passTime(meeting, 1_000);
    await meeting.ring();
    expect((await media.asked('DeleteRoom')).body.room).toBe(opened.body.name);
  });

  test('a fresh token is to be had as long as the call lasts', async () => {
    const { guest } = await movedCall();
    await guest.take('media-server');
    guest.send({ type: 'refresh-ice' });
    await guest.take('ice');
    expect((await guest.take('media-server')).server.epoch).toBe(3);
  });
});

describe('nobody speaks for another', () => {
  test('a step of somebody who is not in the call counts for nobody', async () => {
    const { meeting, host } = await movingCall();
    const visitor = await meeting.visit(capable);
    visitor.send({ type: 'move', epoch: 2, step: 'failed' });
    visitor.send({ type: 'mesh-too-much', epoch: 2 });
    await visitor.caughtUp();
    await host.caughtUp();
    const transports = host.events.history.filter(({ event }) => event.type === 'transport');
    expect(transports).toHaveLength(1);
  });

  test('`ready` said a hundred times is the readiness of one', async () => {
    const { host, guest } = await movingCall();
    for (let times = 0; times < 100; times += 1) {
      guest.send({ type: 'move', epoch: 2, step: 'ready' });
    }
    await guest.caughtUp();
    await host.caughtUp();
    const kinds = host.events.history.flatMap(({ event }) =>
      event.type === 'transport' ? [event.transport.kind] : [],
    );
    expect(kinds).toEqual(['moving']);
  });
});
