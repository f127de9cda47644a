import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runTool } from '../../edge/dev/child.ts';
import { inRoot } from '../../edge/dev/paths.ts';

/** A project of its own, so that nothing is ever installed over this one. */
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'holler-bootstrap-'));
  for (const part of ['edge/dev', 'package-lock.json']) {
    cpSync(inRoot(part), join(project, part), { recursive: true });
  }
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

const bootstrap = (args: string[], node: string[] = [], env = {}) =>
  runTool(process.execPath, [...node, join(project, 'edge/dev/bootstrap.mjs'), ...args], { env });

/** Each by itself: were they not what the lock file asks for, npm would empty the folder they are in. */
function linkPackages() {
  mkdirSync(join(project, 'node_modules'));
  for (const entry of readdirSync(inRoot('node_modules'))) {
    symlinkSync(inRoot(`node_modules/${entry}`), join(project, 'node_modules', entry));
  }
}

it('refuses a Node that is too old with one sentence', async () => {
  const pretend = 'Object.defineProperty(process.versions, "node", { value: "18.20.4" })';
  const { code, output } = await bootstrap([], ['--import', `data:text/javascript,${pretend}`]);
  expect(output).toBe('Node 18.20.4 is too old: install Node 20 or newer.\n');
  expect(code).toBe(1);
});

it('says what to install when npm is missing', async () => {
  const { code, output } = await bootstrap([], [], { PATH: join(project, 'empty') });
  expect(output).toContain('npm is missing: install npm (it comes with Node) and try again.\n');
  expect(output).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});

it('shows what npm said when the packages cannot be installed', async () => {
  writeFileSync(join(project, 'package-lock.json'), '{ "packages": { "x": {} } }');
  const { code, output } = await bootstrap([]);
  expect(output).toContain('npm error');
  expect(output).toMatch(/npm could not install the packages; what it said is above\.\n$/);
  expect(code).not.toBe(0);
});

it('runs the entry with the pinned Node, hands it the arguments and keeps its exit code', async () => {
  linkPackages();
  const entry = join(project, 'entry.ts');
  writeFileSync(
    entry,
    'const a: string[] = process.argv.slice(2); console.log(process.version, ...a); process.exit(7);',
  );
  const { code, output } = await bootstrap([entry, 'one', '--two']);
  expect(output).toBe('v22.23.2 one --two\n');
  expect(code).toBe(7);
});

it('forwards a signal and waits for the entry to tidy up', async () => {
  linkPackages();
  const entry = join(project, 'entry.ts');
  writeFileSync(
    entry,
    `const timer = setInterval(() => {}, 1_000);
     process.on('SIGTERM', () => { clearInterval(timer); console.log('tidy'); process.exitCode = 3; });
     process.kill(process.ppid, 'SIGTERM');`,
  );
  expect(await bootstrap([entry])).toEqual({ code: 3, output: 'tidy\n' });
});
