import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portState } from '../../../edge/dev/ports.ts';
import { type LiveKitServer, startLiveKit } from '../../../media/livekit/livekit.ts';
import { findLiveKit } from '../../../media/livekit/program.ts';
import { skipBecause } from '../../support/skip.ts';

const program = await findLiveKit();

const isReady = program?.preparation === null;
const options = skipBecause(!isReady && 'there is no way to run LiveKit here');

describe('LiveKit on this machine', options, () => {
  const folder = mkdtempSync(join(tmpdir(), 'holler-livekit-'));
  let server: LiveKitServer;
  let cluster: { url: string; key: string; secret: string };

  beforeAll(async () => {
    const started = await startLiveKit({ folder, origin: 'http://127.0.0.1:9', turn: true });
    if (started === null) throw new Error('LiveKit was found and then not');
    server = started;
    [cluster] = JSON.parse(server.settings.LIVEKIT_CLUSTERS);
    await server.ready;
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    expect(await portState(port())).toBe('free');
    rmSync(folder, { recursive: true });
  });

  const port = () => Number(new URL(cluster.url).port);
  const api = (secret: string) =>
    new RoomServiceClient(cluster.url.replace('ws', 'http'), cluster.key, secret);

  it('does what is signed with the keys that the edge gets, and nothing else', async () => {
    const { name } = await api(cluster.secret).createRoom({ name: 'a-room' });
    expect(name).toBe('a-room');
    await expect(api('x'.repeat(40)).listRooms()).rejects.toThrow(/401|unauthorized|invalid/i);
  });

  it('is not there for other machines', async () => {
    for (const address of addressesForOthers()) {
      await expect(fetch(`http://${address}:${port()}/`), address).rejects.toThrow('fetch failed');
    }
  });

  const noProc = !existsSync('/proc/net/udp') && 'this system has no /proc/net/udp';
  it('listens on the loopback address alone', skipBecause(noProc), () => {
    const bound = boundAddresses(join(folder, 'livekit.yaml'));
    // Its API, media, and TURN by UDP and TCP.
    expect(bound.length).toBeGreaterThan(3);
    for (const address of bound) expect(address).toMatch(/^(0100007F|0{24}01000000):/);
  });

  it('keeps its secret where only its owner can read it', () => {
    for (const file of ['livekit-keys.json', 'livekit.yaml'].filter((name) =>
      existsSync(join(folder, name)),
    )) {
      expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
    }
    expect(readFileSync(server.logFile, 'utf8')).not.toContain(cluster.secret);
  });

  it('comes back on the same port after a crash', async () => {
    await server.kill();
    await expect(api(cluster.secret).listRooms()).rejects.toThrow();
    await server.restart();
    expect(await api(cluster.secret).listRooms()).toEqual([]);
  });
});

/** Of all sockets, TCP and UDP, of the process that was started with this file; in hexadecimal, as Linux tells. */
function boundAddresses(argument: string): string[] {
  const inodes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && commandOf(entry).includes(argument))
    .flatMap((pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`))
    .map((file) => /^socket:\[(\d+)\]$/.exec(readlinkSync(file))?.[1]);
  return ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local, , state, , , , , , inode]) =>
      local !== undefined && (state === '0A' || state === '07') && inodes.includes(inode)
        ? [local]
        : [],
    );
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended since it was listed.
    return '';
  }
}

function addressesForOthers(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
