import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Problem, runCli, say } from './cli.ts';
import { type DevPorts, devPortProblem, readDevPorts } from './dev-options.ts';
import { startPageServer } from './page-server.ts';
import { inRoot, root } from './paths.ts';
import { portState } from './ports.ts';
import { readWorkerPatterns } from './worker-paths.ts';

/** The last line of what `npm start` says when everything is up. */
const lastLineOfStart = 'Ctrl-C stops everything.';

/** `npm run dev [-- --port N] [--edge-port N]`: the stack of `npm start`, and pages that follow their sources. */
await runCli(develop);

async function develop(signal: AbortSignal): Promise<number> {
  const ports = readDevPorts(process.argv.slice(2));
  const problem =
    devPortProblem('--port', ports.pages, await portState(ports.pages)) ??
    devPortProblem('--edge-port', ports.edge, await portState(ports.edge));
  if (problem !== null) throw new Problem(problem);

  const stack = startLocalStack(ports.edge);
  signal.addEventListener('abort', stack.stop, { once: true });
  try {
    const isUp = await Promise.race([stack.up, stack.ended.then(() => false)]);
    if (isUp) await servePages(ports, stack);
  } finally {
    stack.stop();
    await stack.ended;
  }
  return signal.aborted ? 0 : (stack.exitCode() ?? 1);
}

/** Serves the pages until the stack ends. */
async function servePages(ports: DevPorts, stack: LocalStack): Promise<void> {
  const pages = await startPageServer({
    port: ports.pages,
    edgePort: ports.edge,
    workerPatterns: readWorkerPatterns(readFileSync(inRoot('wrangler.toml'), 'utf8')),
  });
  say(`  Pages that follow your edits: http://localhost:${ports.pages}\n`);
  await stack.ended;
  await pages.stop();
}

interface LocalStack {
  /** Resolves with true when everything runs. */
  readonly up: Promise<boolean>;
  readonly ended: Promise<void>;
  stop(): void;
  exitCode(): number | null;
}

/** Runs `npm start` in a process group of its own, so that a Ctrl-C reaches it only through us. Shows what it prints. */
function startLocalStack(port: number): LocalStack {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', inRoot('edge/dev/start.ts'), '--port', String(port)],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  const up = Promise.withResolvers<boolean>();
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    said += text;
    if (said.includes(lastLineOfStart)) up.resolve(true);
  });
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  return {
    up: up.promise,
    ended,
    stop: () => void child.kill('SIGTERM'),
    exitCode: () => child.exitCode,
  };
}
