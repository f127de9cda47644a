import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseEnv } from 'node:util';
import { Problem, runCli, say } from './cli.ts';
import { cacheFolder, inRoot, root } from './paths.ts';
import { portFrom, portProblem } from './port-option.ts';
import { portState } from './ports.ts';
import { buildPwa } from './pwa-build.ts';
import { type Stack, startStack } from './stack.ts';
import { summaryOf, type TurnState } from './summary.ts';
import type { Settings } from './wrangler.ts';

await runCli(start);

async function start(signal: AbortSignal): Promise<number> {
  const port = portFrom(process.argv.slice(2), process.env);
  const problem = portProblem(port, await portState(port));
  if (problem !== null) throw new Problem(problem);

  say('Building the pages…');
  await buildPwa(signal);
  say('Starting the edge…');
  const settings = localSettings();
  const ownTurn = Boolean(settings.TURN_URLS || settings.CLOUDFLARE_TURN_KEY_ID);
  const stack = await startStack({
    port,
    persistTo: join(cacheFolder, 'dev'),
    settings,
    turn: !ownTurn,
    signal,
  });
  const turn: TurnState = ownTurn ? 'configured' : stack.turn ? 'coturn' : 'not-installed';
  say(summaryOf({ port, turn, logFile: relative(root, stack.logFile) }));
  return runUntilStopped(stack, signal);
}

async function runUntilStopped(stack: Stack, signal: AbortSignal): Promise<number> {
  const failure = await Promise.race([stack.failed, aborted(signal)]);
  await stack.stop();
  if (failure !== null) throw new Problem(`${failure} Everything else was stopped.`);
  say('Stopped.');
  return 0;
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** wrangler's own place for the settings and secrets of one machine. */
function localSettings(): Settings {
  const file = inRoot('.dev.vars');
  const parsed = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const given = Object.entries(parsed).map(([name, value]) => [name, value ?? '']);
  // Whoever only tries it out should not be seen by a server that they did not name.
  return { STUN_URLS: '', ...Object.fromEntries(given) };
}
