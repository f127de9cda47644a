import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { runTool } from '../../edge/dev/child.ts';
import { freePort, portState } from '../../edge/dev/ports.ts';
import { Discovery } from '../../edge/protocol/discovery.ts';
import { copyProject, type ProjectCopy } from '../support/project-copy.ts';
import { createMeeting, joinRoom } from '../support/room-client.ts';

const timeout = 120_000;

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project.remove());

it('serves pages from their sources, and hands what is the edge’s to the edge', {
  timeout,
}, async () => {
  const [pages, edge] = [await freePort(), await freePort()];
  const { npm, mark, untilSaid } = project.npm([
    ...['run', 'dev', '--', '--port', String(pages), '--edge-port', String(edge)],
  ]);
  onTestFinished(async () => {
    await mark.sweep(0);
  });
  await untilSaid(`Pages that follow your edits: http://localhost:${pages}\n`);
  const origin = `http://127.0.0.1:${pages}`;
  const html = { headers: { accept: 'text/html' } };
  for (const path of ['/', '/k3f9-7mqd-2x8v-hw4n-6tpz', '/r/some-token', '/live/some-token']) {
    const page = await (await fetch(`${origin}${path}`, html)).text();
    expect(page, path).toContain('src="/main.tsx"');
    // Vite's own part of the page, which reloads it.
    expect(page, path).toContain('/@vite/client');
  }
  const source = await fetch(`${origin}/main.tsx`);
  expect(await source.text()).toContain('jsx');

  const known = await (await fetch(`${origin}/.well-known/holler`)).json();
  expect(v.parse(Discovery, known).capabilities).toContain('mesh');
  const { id } = await createMeeting(origin);
  const { client, joined } = await joinRoom(origin, id, 'Ann');
  expect(joined.people).toHaveLength(1);
  client.close();

  const stopped = untilSaid('Stopped.');
  // Vite has a way of its own with this signal, which must not cut the edge's short.
  process.kill(-(npm.pid ?? 0), 'SIGTERM');
  await stopped;
  expect(await mark.sweep(10_000)).toEqual([]);
  expect([await portState(pages), await portState(edge)]).toEqual(['free', 'free']);
});

it('says which port is taken and what to do, and nothing else', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const entry = join(project.folder, 'edge/dev/dev.ts');
  const { code, output } = await runTool(process.execPath, [entry, '--port', String(port)]);
  server.close();
  expect(output).toBe(
    `Port ${port} is in use by another program; stop it or run \`npm run dev -- --port NUMBER\`.\n`,
  );
  expect(code).toBe(1);
});
