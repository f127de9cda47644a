import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { portState } from '../../../edge/dev/ports.ts';
import { mintTurnCredentials } from '../../../edge/media/turn-credentials.ts';
import { type LiveKitServer, startLiveKit } from '../../../media/livekit/livekit.ts';
import { findLiveKit } from '../../../media/livekit/program.ts';
import { pickTurnPorts } from '../../../media/livekit/turn.ts';
import { skipBecause } from '../../support/skip.ts';
import { openTurnProbe } from '../../support/turn-probe.ts';

it('picks ports of its own for each server', async () => {
  const [one, two] = [await pickTurnPorts(), await pickTurnPorts()];
  expect(new Set([one.udp, one.tcp, two.udp, two.tcp])).toHaveLength(4);
  for (const { relay } of [one, two]) {
    expect(relay.to - relay.from + 1).toBe(500);
    expect(relay.from).toBeGreaterThan(1_024);
    // Linux gives ports from here on to outgoing connections.
    expect(relay.to).toBeLessThan(32_768);
  }
});

const program = await findLiveKit();

const whyNoTurn = program?.preparation === null ? null : 'there is no way to run LiveKit here';

describe("LiveKit's TURN server", skipBecause(whyNoTurn), () => {
  const folder = mkdtempSync(join(tmpdir(), 'holler-turn-'));
  let server: LiveKitServer;

  beforeAll(async () => {
    const started = await startLiveKit({ folder, origin: 'http://127.0.0.1:9', turn: true });
    if (started === null) throw new Error('LiveKit was found and then not');
    server = started;
    await server.ready;
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    expect(await portState(portBy('tcp'))).toBe('free');
    rmSync(folder, { recursive: true });
  });

  const minted = (ttlSeconds: number, keys: { key: string; secret: string } = server.keys) =>
    mintTurnCredentials(keys, 'a-seat', Date.now() + ttlSeconds * 1_000);

  function portBy(transport: 'udp' | 'tcp'): number {
    const url = server.turnUrls.find((one) => one.endsWith(`?transport=${transport}`));
    return Number(/^turn:127\.0\.0\.1:(\d+)\?/.exec(url ?? '')?.[1]);
  }

  async function probe() {
    const opened = await openTurnProbe('127.0.0.1', portBy('udp'));
    onTestFinished(() => opened.close());
    return opened;
  }

  it('is told to the edge with the keys of its credentials', () => {
    const [cluster] = JSON.parse(server.settings.LIVEKIT_CLUSTERS);
    expect(cluster).toMatchObject({ ...server.keys, turnUrls: server.turnUrls });
  });

  it('relays within this machine and to no private network', async () => {
    const turn = await probe();
    const { username, credential } = minted(60);
    expect(await turn.allocate(username, credential)).toBe('granted');
    for (const peer of ['127.0.0.1', '127.0.0.53']) {
      expect(await turn.permit(peer), peer).toBe('granted');
    }
    for (const peer of ['10.0.0.1', '172.17.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0']) {
      expect(await turn.permit(peer), peer).toBe(403);
    }
  });

  it.each([
    ['have expired', () => minted(-60)],
    ['were made with another secret', () => minted(60, { ...server.keys, secret: 'x'.repeat(48) })],
    ['name another key', () => minted(60, { ...server.keys, key: 'another' })],
    [
      'claim a later expiry than was signed',
      () => ({ ...minted(60), username: minted(600).username }),
    ],
    ['are none', () => ({ username: 'a-seat', credential: 'hush' })],
  ])('refuses credentials that %s', async (_, credentialsOf) => {
    const { username, credential } = credentialsOf();
    expect(await (await probe()).allocate(username, credential)).toBe(400);
  });

  it('does not write its secret into its log', () => {
    expect(readFileSync(server.logFile, 'utf8')).not.toContain(server.keys.secret);
  });
});
