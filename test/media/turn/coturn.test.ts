import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../../edge/dev/find-program.ts';
import { freePort, portState } from '../../../edge/dev/ports.ts';
import { startCoturn, type TurnServer } from '../../../media/turn/coturn.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { skipBecause } from '../../support/skip.ts';

const isMissing = findProgram(['turnserver']) === null;
const options = { timeout: 60_000, ...skipBecause(isMissing && 'coturn is not installed') };

describe('coturn', options, () => {
  const folder = mkdtempSync(join(tmpdir(), 'holler-turn-'));
  let turn: TurnServer;
  let browser: Browser;

  beforeAll(async () => {
    const started = await startCoturn({ folder, port: await freePort() });
    if (!started) throw new Error('coturn was found and then not');
    turn = started;
    browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await turn.stop();
    expect(await portState(turn.port)).toBe('free');
    rmSync(folder, { recursive: true });
  });

  it('keeps its secret where only its owner can read it', () => {
    const file = join(folder, 'turnserver.conf');
    expect(readFileSync(file, 'utf8')).toContain(turn.settings.TURN_SECRET);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readFileSync(turn.logFile, 'utf8')).not.toContain(turn.settings.TURN_SECRET);
  });

  it.each(['udp', 'tcp'])('carries a connection between two pages over %s', async (via) => {
    const page = await browser.newPage();
    expect(await page.evaluate(exchangeOverRelay, iceServer(via, 60))).toBe('hello');
    await page.close();
  });

  it('refuses credentials that have expired', async () => {
    const page = await browser.newPage();
    expect(await page.evaluate(gatherRelay, iceServer('udp', -60))).toEqual([]);
    await page.close();
  });

  function iceServer(via: string, ttlSeconds: number) {
    const { TURN_URLS, TURN_SECRET } = turn.settings;
    const username = `${Math.floor(Date.now() / 1_000) + ttlSeconds}:seat`;
    return {
      urls: TURN_URLS.split(',').filter((url) => url.endsWith(via)),
      username,
      credential: createHmac('sha1', TURN_SECRET).update(username).digest('base64'),
    };
  }
});

/** Runs in the page: both ends of a connection that may use nothing but the relay. */
function exchangeOverRelay(server: RTCIceServer): Promise<string> {
  const config: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const [one, two] = [new RTCPeerConnection(config), new RTCPeerConnection(config)];
  one.onicecandidate = ({ candidate }) => candidate && two.addIceCandidate(candidate);
  two.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate);
  const channel = one.createDataChannel('x');
  channel.onopen = () => channel.send('hello');
  return new Promise((resolve, reject) => {
    two.ondatachannel = (opened) => {
      opened.channel.onmessage = ({ data }) => resolve(data);
    };
    const negotiate = async () => {
      await one.setLocalDescription();
      if (one.localDescription) await two.setRemoteDescription(one.localDescription);
      await two.setLocalDescription();
      if (two.localDescription) await one.setRemoteDescription(two.localDescription);
    };
    negotiate().catch(reject);
  });
}

/** Runs in the page: the relayed addresses that a server gives. */
function gatherRelay(server: RTCIceServer): Promise<string[]> {
  const connection = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
  connection.createDataChannel('x');
  const found: string[] = [];
  return new Promise((resolve) => {
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) found.push(candidate.candidate);
      else resolve(found);
    };
    void connection.setLocalDescription();
  });
}
