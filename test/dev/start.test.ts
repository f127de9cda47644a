import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { runTool } from '../../edge/dev/child.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { freePort, portState } from '../../edge/dev/ports.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { createRunMark } from '../support/leftovers.ts';
import { createMeeting, joinRoom } from '../support/room-client.ts';

const timeout = 120_000;

/** A copy of the project: what a running `npm start` remembers is not touched. */
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'holler-start-'));
  const parts = [
    'edge',
    'media',
    'pwa',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'wrangler.toml',
  ];
  for (const part of parts) cpSync(inRoot(part), join(project, part), { recursive: true });
  symlinkSync(inRoot('node_modules'), join(project, 'node_modules'));
  // What is built with Go is built once for everybody.
  mkdirSync(join(project, '.cache'));
  for (const server of ['livekit', 'storage']) {
    mkdirSync(inRoot('.cache', server), { recursive: true });
    symlinkSync(inRoot('.cache', server), join(project, '.cache', server));
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

it('says which port is taken and what to do, and nothing else', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const entry = join(project, 'edge/dev/start.ts');
  const { code, output } = await runTool(process.execPath, [entry, '--port', String(port)]);
  server.close();
  expect(output).toBe(
    `Port ${port} is in use by another program; stop it or run \`npm start -- --port ${port + 1}\`.\n`,
  );
  expect(code).toBe(1);
});

it('runs from `npm start` until Ctrl-C, and leaves nothing behind', { timeout }, async () => {
  const { npm, mark, port, said } = await npmStart();
  expect(said).toContain(`http://localhost:${port}\n`);
  const [, mails] = /Mail +read what was sent at (http\S+)/.exec(said) ?? [];
  if (mails !== undefined) expect(await (await fetch(mails)).text()).toContain('No mail yet');
  const liveKit = await findLiveKit();
  const turn = liveKit === null ? 'off' : liveKit.preparation === null ? 'on' : 'later';
  expect(said).toMatch(new RegExp(`TURN +${turn}`));
  expect(await turnUrlsFrom(`http://127.0.0.1:${port}`)).toEqual(
    turn === 'off'
      ? []
      : ['udp', 'tcp'].map((via) =>
          expect.stringMatching(`^turn:127.0.0.1:\\d+\\?transport=${via}$`),
        ),
  );
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(await page.text()).toContain('<!doctype html>');
  expect(mark.running().map(({ command }) => command)).toContainEqual(
    expect.stringContaining('workerd'),
  );

  // A terminal sends Ctrl-C to everything that runs in it.
  process.kill(-(npm.pid ?? 0), 'SIGINT');
  await once(npm, 'close');
  expect(await mark.sweep(10_000)).toEqual([]);
  expect(await portState(port)).toBe('free');
});

it('says so and stops everything when a part of it dies', { timeout }, async () => {
  const { npm, mark } = await npmStart();
  const complaint = outputUntil(npm.stderr, 'Everything else was stopped.');
  const edge = mark.running().find(({ command }) => command.includes('wrangler.js dev'));
  process.kill(edge?.pid ?? 0, 'SIGKILL');
  expect(await complaint).toMatch(/The edge ended \(SIGKILL\); its log is .+edge\.log\./);
  const [code] = await once(npm, 'close');
  expect(code).toBe(1);
  expect(await mark.sweep(10_000)).toEqual([]);
});

/** What the edge hands out to who comes to a meeting. */
async function turnUrlsFrom(origin: string): Promise<string[]> {
  const { id } = await createMeeting(origin);
  const { client, welcome } = await joinRoom(origin, id, 'Ann');
  client.close();
  return welcome.ice.servers.flatMap(({ urls }) => urls);
}

async function npmStart() {
  const port = await freePort();
  const mark = createRunMark();
  onTestFinished(async () => {
    await mark.sweep(0);
  });
  const npm = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: project,
    env: { ...process.env, ...mark.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = await outputUntil(npm.stdout, 'Ctrl-C stops everything.');
  return { npm, mark, port, said };
}

function outputUntil(stream: Readable, end: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(end)) resolve(text);
    });
    stream.on('end', () => reject(new Error(`It ended after: ${text}`)));
  });
}
