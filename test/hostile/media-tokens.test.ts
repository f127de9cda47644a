import { RoomServiceClient } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import { type Cluster, readClusters } from '../../edge/media/clusters.ts';
import { mintToken, type Pass, tokenLifetimeMs } from '../../edge/media/tokens.ts';
import { edgeCapabilities } from '../../edge/protocol/version.ts';
import { publicIdOf } from '../../edge/secrets/public-id.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { createMeeting, joinRoom, type Member } from '../support/room-client.ts';
import { skipBecause } from '../support/skip.ts';
import { hostileSuite } from './hostile-suite.ts';
import { openMedia, tryToPublish } from './media-client.ts';

const noLiveKit = (await findLiveKit()) === null && 'there is no way to run LiveKit here';
const suite = hostileSuite('fresh', { sfu: true });
const capable = { capabilities: [...edgeCapabilities, 'sfu'] };

function cluster(): Cluster {
  const [only] = readClusters(suite.stack.sfu?.settings.LIVEKIT_CLUSTERS);
  if (only === undefined) throw new Error('there is no media server');
  return only;
}

const pass: Pass = { room: 'a-room', identity: 'mallory', name: 'Mallory', sources: ['camera'] };

function enter(token: string): Promise<unknown> {
  return openMedia(cluster().url, token);
}

async function validate(token: string): Promise<number> {
  const { url } = cluster();
  const address = `${url.replace('ws', 'http')}/rtc/validate?access_token=${token}`;
  const answer = await fetch(address);
  await answer.body?.cancel();
  return answer.status;
}

/** Header and claims as they like them, with no signature at all. */
function unsigned(token: string): string {
  const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

function withOtherClaims(token: string): string {
  const [header, body = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  claims.video.room = 'their-room';
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

describe('a token that is not ours opens no media server', skipBecause(noLiveKit), () => {
  const forgeries: [string, () => string][] = [
    [
      'signed with another secret',
      () => mintToken({ ...cluster(), secret: 'x'.repeat(40) }, pass, Date.now()),
    ],
    ['of another key', () => mintToken({ ...cluster(), key: 'no-key' }, pass, Date.now())],
    ['that has expired', () => mintToken(cluster(), pass, Date.now() - tokenLifetimeMs - 120_000)],
    ['for later', () => mintToken(cluster(), pass, Date.now() + 10 * 60_000)],
    ['without a signature', () => unsigned(mintToken(cluster(), pass, Date.now()))],
    ['that was changed', () => withOtherClaims(mintToken(cluster(), pass, Date.now()))],
    ['that is nonsense', () => 'nonsense'],
    ['that is empty', () => ''],
  ];

  it.for(forgeries)('%s', async ([, forge]) => {
    expect(await validate(forge())).toBe(401);
    await expect(enter(forge())).rejects.toThrow();
  });
});

function admin(): RoomServiceClient {
  const { url, key, secret } = cluster();
  return new RoomServiceClient(url.replace('ws', 'http'), key, secret);
}

async function openRooms(...names: readonly string[]): Promise<void> {
  for (const name of names) await admin().createRoom({ name });
}

describe('a token of ours opens no more than it says', skipBecause(noLiveKit), () => {
  it('leads into its own room only, whatever else is asked for', async () => {
    await openRooms('their-room', pass.room);
    const token = mintToken(cluster(), pass, Date.now());
    const client = await openMedia(cluster().url, token, { room: 'their-room' });
    const [theirs, own] = await Promise.all([
      admin().listParticipants('their-room'),
      admin().listParticipants(pass.room),
    ]);
    expect(theirs).toEqual([]);
    expect(own.map(({ identity }) => identity)).toEqual([pass.identity]);
    client.close();
  });

  it('opens no room that the edge has not opened, or has closed', async () => {
    const elsewhere = { ...pass, room: `room-${Date.now()}` };
    const token = mintToken(cluster(), elsewhere, Date.now());
    expect(await validate(token)).toBe(404);
    await openRooms(elsewhere.room);
    expect(await validate(token)).toBe(200);
    await admin().deleteRoom(elsewhere.room);
    await expect(enter(token)).rejects.toThrow();
    expect(await admin().listRooms([elsewhere.room])).toEqual([]);
  });

  it('publishes the sources it names, and no others', async () => {
    await openRooms(pass.room);
    const client = await openMedia(cluster().url, mintToken(cluster(), pass, Date.now()));
    expect(await tryToPublish(client, 'MICROPHONE')).toBe('refused');
    expect(await tryToPublish(client, 'SCREEN_SHARE')).toBe('refused');
    expect(await tryToPublish(client, 'CAMERA')).toBe('published');
    client.close();
  });

  it('rules over nobody', async () => {
    const { url } = cluster();
    const token = mintToken(cluster(), pass, Date.now());
    for (const method of ['ListRooms', 'CreateRoom', 'RemoveParticipant', 'UpdateParticipant']) {
      const answer = await fetch(
        `${url.replace('ws', 'http')}/twirp/livekit.RoomService/${method}`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ name: pass.room, room: pass.room, identity: 'somebody' }),
        },
      );
      expect([method, answer.status]).toEqual([method, 401]);
      await answer.body?.cancel();
    }
  });
});

describe('in a large call', skipBecause(noLiveKit), () => {
  it('who may no longer speak is told so by the media server too', async () => {
    const { host, guest } = await largeCall(suite.stack.origin);
    const client = await enterMedia(guest);
    expect(await tryToPublish(client, 'MICROPHONE')).toBe('published');
    const seat = guest.joined.you;
    await host.client.command({ type: 'set-rights', seat, rights: { speak: false } });
    // The edge tells the media server in its own time.
    await expect.poll(() => tryToPublish(client, 'MICROPHONE')).toBe('refused');
    expect(await tryToPublish(client, 'CAMERA')).toBe('published');
    client.close();
  });

  it('who is removed is thrown out of the media server as well', async () => {
    const { host, guest, room } = await largeCall(suite.stack.origin);
    const client = await enterMedia(guest);
    const seat = guest.joined.you;
    await host.client.command({ type: 'remove', seat });
    await client.closed;
    const left = await admin().listParticipants(room);
    expect(left.map(({ identity }) => identity)).not.toContain(seat);
  });

  it('no token is in the log, whatever was done with them', async () => {
    const { guest } = await largeCall(suite.stack.origin);
    const { token } = serverOf(guest);
    await expect(enter(`${token}x`)).rejects.toThrow();
    const log = suite.stack.readLog();
    expect(log).toContain('"event":"room.created"');
    expect(log).not.toContain(token);
    expect(log).not.toContain(cluster().secret);
  });
});

async function enterMedia(member: Member) {
  const { url, token } = serverOf(member);
  return openMedia(url, token);
}

function serverOf({ joined, client }: Member) {
  const told = client.messages.history.flatMap((message) =>
    message.type === 'media-server' ? message.server : [],
  );
  const server = told.at(-1) ?? joined.mediaServer;
  if (server === undefined) throw new Error('nobody has said where the media server is');
  return server;
}

/** Six people, whose call the edge has therefore sent to the media server. */
async function largeCall(origin: string): Promise<{ host: Member; guest: Member; room: string }> {
  const created = await createMeeting(origin);
  const all: Member[] = [];
  for (const name of ['Host', 'Guest', 'Three', 'Four', 'Five', 'Six']) {
    const options = name === 'Host' ? { ...capable, hostToken: created.host.token } : capable;
    all.push(await joinRoom(origin, created.id, name, options));
  }
  const [host, guest] = all;
  if (!host || !guest) throw new Error('nobody is there');
  await guest.client.messages.take('the media server', ({ type }) => type === 'media-server');
  return { host, guest, room: publicIdOf(created.id) };
}
