import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { runTool } from '../../edge/dev/child.ts';
import { freePort, portState } from '../../edge/dev/ports.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { copyProject, type ProjectCopy } from '../support/project-copy.ts';
import { createMeeting, joinRoom } from '../support/room-client.ts';

const timeout = 120_000;

let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
});

afterAll(() => project.remove());

it('says which port is taken and what to do, and nothing else', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const entry = join(project.folder, 'edge/dev/start.ts');
  const { code, output } = await runTool(process.execPath, [entry, '--port', String(port)]);
  server.close();
  expect(output).toBe(
    `Port ${port} is in use by another program; stop it or run \`npm start -- --port ${port + 1}\`.\n`,
  );
  expect(code).toBe(1);
});

it('runs from `npm start` until Ctrl-C, and leaves nothing behind', { timeout }, async () => {
  const { mark, port, said, interrupt } = await npmStart();
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

  await interrupt();
  expect(await mark.sweep(10_000)).toEqual([]);
  expect(await portState(port)).toBe('free');
});

it('says so and stops everything when a part of it dies', { timeout }, async () => {
  const { npm, mark, untilSaid } = await npmStart();
  const complaint = untilSaid('Everything else was stopped.');
  const edge = mark.running().find(({ command }) => command.includes('wrangler.js dev'));
  process.kill(edge?.pid ?? 0, 'SIGKILL');
  expect(await complaint).toMatch(/The edge ended \(SIGKILL\); its log is .+edge\.log\./);
  const [code] = await once(npm, 'close');
  expect(code).toBe(1);
  expect(await mark.sweep(10_000)).toEqual([]);
});

/** What the edge hands out to people who come to a meeting. */
async function turnUrlsFrom(origin: string): Promise<string[]> {
  const { id } = await createMeeting(origin);
  const { client, welcome } = await joinRoom(origin, id, 'Ann');
  client.close();
  return welcome.ice.servers.flatMap(({ urls }) => urls);
}

async function npmStart() {
  const port = await freePort();
  const running = project.npm(['start', '--', '--port', String(port)]);
  onTestFinished(async () => {
    await running.mark.sweep(0);
  });
  return { ...running, port, said: await running.untilSaid('Ctrl-C stops everything.') };
}
