import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as v from 'valibot';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { runTool, startChild } from '../../edge/dev/child.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { freePort } from '../../edge/dev/ports.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { liveKitVersion } from '../../media/livekit/version.ts';
import { skipBecause } from '../support/skip.ts';

const turnserver = findProgram(['turnserver']);

const source = readFileSync(inRoot('media/compose.yaml'), 'utf8');
const example = parseEnv(readFileSync(inRoot('media/.env.example'), 'utf8'));
const secret = 'a-secret-of-more-than-thirty-two-characters';
const filledIn = Object.fromEntries(
  Object.entries(example).map(([name, value]) => [name, value || `${secret}-${name}`]),
);

const Service = v.strictObject({
  // A tag that can move would make tomorrow's start another program than today's.
  image: v.pipe(v.string(), v.regex(/^[\w./-]+:v?\d+\.\d+\.\d+[\w.-]*$/)),
  network_mode: v.literal('host'),
  restart: v.literal('unless-stopped'),
  logging: v.object({
    driver: v.literal('json-file'),
    options: v.object({ 'max-size': v.string() }),
  }),
  healthcheck: v.strictObject({ test: v.array(v.string()), interval: v.string() }),
  command: v.optional(v.array(v.string())),
  configs: v.optional(v.array(v.strictObject({ source: v.string(), target: v.string() }))),
  volumes: v.optional(v.array(v.string())),
  environment: v.optional(v.record(v.string(), v.string())),
  depends_on: v.optional(
    v.record(v.string(), v.strictObject({ condition: v.literal('service_healthy') })),
  ),
  profiles: v.optional(v.array(v.string())),
  cap_add: v.optional(v.array(v.literal('SYS_ADMIN'))),
  stop_grace_period: v.optional(v.string()),
});
const Compose = v.strictObject({
  name: v.string(),
  'x-service': v.unknown(),
  services: v.record(v.string(), Service),
  volumes: v.record(v.string(), v.strictObject({})),
  configs: v.record(v.string(), v.strictObject({ content: v.string() })),
});
type Compose = v.InferOutput<typeof Compose>;

let compose: Compose;
beforeAll(() => {
  compose = v.parse(Compose, parse(withSettings(source), { merge: true }));
});

/** `${NAME}`, `${NAME:-otherwise}` and `${NAME:?why it has to be there}`, as Compose replaces them. */
function withSettings(text: string): string {
  return text.replace(/\$\{(\w+)(?::[-?][^}]*)?\}/g, (_all, name) => filledIn[name] ?? '');
}

it('uses every setting of .env.example, and no other', () => {
  const used = [...source.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  expect([...new Set(used)].sort()).toEqual(Object.keys(example).sort());
});

it('comes without a secret of ours in the example', () => {
  for (const [name, value] of Object.entries(example)) {
    if (/KEY|SECRET/.test(name)) expect(value, name).toBe('');
  }
});

it('runs the LiveKit that go.mod pins', () => {
  expect(compose.services.livekit?.image).toBe(`livekit/livekit-server:${liveKitVersion()}`);
});

it('names only volumes, configurations and services that it has', () => {
  for (const service of Object.values(compose.services)) {
    for (const { source } of service.configs ?? []) expect(compose.configs).toHaveProperty(source);
    for (const volume of service.volumes ?? []) {
      expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
    }
    for (const other of Object.keys(service.depends_on ?? {})) {
      expect(compose.services).toHaveProperty(other);
    }
  }
});

it('gives each kind of media ports of its own', () => {
  const { rtc } = parse(contentOf('livekit'));
  const [, firstTurnPort] = /^min-port=(\d+)$/m.exec(contentOf('turn')) ?? [];
  expect(rtc.port_range_start).toBeLessThan(rtc.port_range_end);
  expect(Number(firstTurnPort)).toBeGreaterThan(rtc.port_range_end);
});

it('keeps what only neighbours talk to off the network', () => {
  expect(parse(contentOf('livekit')).bind_addresses).toEqual(['127.0.0.1']);
  expect(compose.services.redis?.command?.join(' ')).toContain('--bind 127.0.0.1');
});

it('opens no room that the edge has not opened', () => {
  expect(parse(contentOf('livekit')).room).toEqual({ auto_create: false });
});

it('sends no browser to a server of others: TURN is our own', () => {
  const { turn_servers } = parse(contentOf('livekit')).rtc;
  expect(turn_servers).toHaveLength(2);
  for (const server of turn_servers) expect(server.host).toBe(example.PUBLIC_IP);
});

describe('as the real programs read it', () => {
  it('LiveKit', async ({ skip }) => {
    const livekit = await findLiveKit();
    if (livekit === null || livekit.network !== 'loopback' || livekit.preparation !== null) {
      skip('there is no LiveKit here that runs without Docker');
    }
    const { command } = livekit?.launch(unused, newFolder()) ?? unused;
    const { output } = await runTool(command, ['--config-body', contentOf('livekit'), 'ports']);
    expect(output).toContain('50000-60000 - ICE/UDP range');
    expect(output).toContain('7881 - ICE/TCP');
  });

  it('coturn', skipBecause(turnserver === null && 'coturn is not installed'), async () => {
    const folder = newFolder();
    const [config, logFile] = [join(folder, 'turn.conf'), join(folder, 'turn.log')];
    const here = ['listening-ip=127.0.0.1', `pidfile=${join(folder, 'turn.pid')}`];
    const portHere = `listening-port=${await freePort()}`;
    const content = contentOf('turn').replace(/^listening-port=.*$/m, portHere);
    writeFileSync(config, `${content}${here.join('\n')}\n`, { mode: 0o600 });
    const coturn = startChild({
      command: turnserver ?? '',
      args: ['-c', config],
      logFile,
    });
    onTestFinished(() => coturn.stop(3_000));
    const log = () => readFileSync(logFile, 'utf8');
    await expect.poll(log, { timeout: 10_000 }).toContain('Total General servers');
    expect(log()).not.toMatch(/bad configuration|unknown|invalid/i);
    expect(log()).not.toContain(secret);
  });
});

const unused = {
  command: '',
  network: 'loopback',
  port: 1,
  mediaPort: 2,
  turn: null,
  keys: { key: 'key', secret },
  webhookUrl: 'http://127.0.0.1/',
} as const;

function contentOf(config: string): string {
  return compose.configs[config]?.content ?? '';
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holler-compose-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
