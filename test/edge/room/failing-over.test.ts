import { evictDurableObject } from 'cloudflare:test';
import { TokenVerifier } from 'livekit-server-sdk';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerMessage } from '../../../edge/protocol/room-messages.ts';
import { testClusters } from '../support/clusters.ts';
import { type Call, movedCall } from '../support/large-calls.ts';
import { type MediaRequest, useMediaServers } from '../support/media-servers.ts';
import { type Member, passTime, stopClock } from '../support/meeting.ts';

const media = useMediaServers();
const epoch = 3;

beforeEach(() => stopClock());

interface Scene extends Call {
  /** Where the call is, and where it could be. */
  readonly here: string;
  readonly there: string;
}

async function callOnServer(): Promise<Scene> {
  const call = await movedCall();
  const opened = await media.asked('CreateRoom');
  const other = testClusters.find(({ name }) => name !== opened.cluster);
  for (const member of call.all) await member.caughtUp();
  return { ...call, here: opened.cluster, there: other?.name ?? '' };
}

function fail(member: Member, of = epoch): void {
  member.send({ type: 'move', epoch: of, step: 'failed' });
}

function opened(): readonly MediaRequest[] {
  return media.requests.history.filter(({ method }) => method === 'CreateRoom');
}

function transportsOf(member: Member): unknown[] {
  return member.events.history.flatMap(({ event }) =>
    event.type === 'transport' && event.transport.epoch > epoch ? event.transport : [],
  );
}

function urlOf(name: string): string {
  return testClusters.find((cluster) => cluster.name === name)?.url ?? '';
}

function isServer(
  message: ServerMessage,
): message is Extract<ServerMessage, { type: 'media-server' }> {
  return message.type === 'media-server';
}

/** What they were told of media servers since `index`. */
function serversOf({ messages }: Member, index = 0) {
  return messages.history
    .slice(index)
    .filter(isServer)
    .map(({ server }) => server);
}

describe('one who cannot get to the media server', () => {
  test('gets a token while it answers, and nobody else hears of it', async () => {
    const { host, guest, here } = await callOnServer();
    const heard = host.messages.history.length;
    fail(guest);
    await vi.waitFor(() => expect(opened()).toHaveLength(2));
    await guest.caughtUp();
    await host.caughtUp();
    expect(serversOf(guest).at(-1)).toMatchObject({ epoch, url: urlOf(here) });
    expect(host.messages.history).toHaveLength(heard + 1);
    expect(transportsOf(host)).toEqual([]);
  });

  test('makes the edge ask once, however often they say so', async () => {
    const { meeting, guest } = await callOnServer();
    for (let times = 0; times < 50; times += 1) fail(guest);
    await guest.caughtUp();
    await vi.waitFor(() => expect(opened()).toHaveLength(2));
    await passTime(meeting, 1_000);
    fail(guest);
    await vi.waitFor(() => expect(opened()).toHaveLength(3));
  });
});

describe('when the cluster of a call dies', () => {
  test('one request that is lost does not make it dead', async () => {
    const { guest, host, here } = await callOnServer();
    media.falter(here);
    fail(guest);
    await vi.waitFor(() => expect(opened()).toHaveLength(2));
    expect(opened()[1]).toMatchObject({ cluster: here });
    await host.caughtUp();
    expect(transportsOf(host)).toEqual([]);
  });

  test('the call goes on at the next, with tokens for it', async () => {
    const { all, guest, here, there } = await callOnServer();
    media.become('down', here);
    fail(guest);
    for (const member of all) {
      const { transport } = await member.takeEvent(
        'transport',
        (event) => event.transport.epoch > epoch,
      );
      expect(transport).toEqual({ kind: 'sfu', epoch: epoch + 1 });
    }
    const cluster = testClusters.find(({ name }) => name === there);
    for (const member of all) {
      await member.caughtUp();
      const server = serversOf(member).at(-1);
      expect(server).toMatchObject({ epoch: epoch + 1, url: cluster?.url });
      const verifier = new TokenVerifier(cluster?.key ?? '', cluster?.secret ?? '');
      const { video } = await verifier.verify(server?.token ?? '');
      expect(video?.room).toBe(opened().at(-1)?.body.name);
    }
  });

  test('a call of few becomes a mesh when there is no other', async () => {
    const { all, host } = await callOnServer();
    const last = all[5];
    last?.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await last?.closed;
    media.become('down');
    fail(host);
    const { transport } = await host.takeEvent(
      'transport',
      (event) => event.transport.epoch > epoch,
    );
    expect(transport).toEqual({ kind: 'mesh', epoch: epoch + 1 });
  });

  test('a call of many is led back when one answers again, even if the room slept meanwhile', async () => {
    const { meeting, all, guest, here } = await callOnServer();
    media.become('down');
    fail(guest);
    await meeting.until(async () => (await meeting.alarmAt()) === Date.now() + 1_000);
    await evictDurableObject(meeting.stub, { webSockets: 'hibernate' });
    media.become('up', here);
    for (const member of all) await member.caughtUp();
    const before = all.map((member) => member.messages.history.length);
    await passTime(meeting, 1_000);
    await meeting.ring();
    for (const [index, member] of all.entries()) {
      await vi.waitFor(() => expect(serversOf(member, before[index])).toHaveLength(1));
      expect(transportsOf(member)).toEqual([]);
    }
  });
});
