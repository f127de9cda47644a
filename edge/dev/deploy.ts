import { spawn } from 'node:child_process';
import { runTool } from './child.ts';
import { Problem, runCli, say } from './cli.ts';
import { programs, root } from './paths.ts';
import { buildPwa } from './pwa-build.ts';
import { wranglerEnvironment } from './wrangler.ts';

await runCli(deploy);

async function deploy(signal: AbortSignal): Promise<number> {
  const args = process.argv.slice(2);
  const isRehearsal = args.includes('--dry-run');
  if (!isRehearsal) await requireLogin(signal);
  say('Building the pages…');
  await buildPwa(signal);
  if (!isRehearsal) await wrangler('d1', 'migrations', 'apply', 'DB', '--remote');
  await wrangler('deploy', ...args);
  return 0;
}

async function requireLogin(signal: AbortSignal): Promise<void> {
  const { code } = await runTool(process.execPath, [programs.wrangler, 'whoami', '--json'], {
    env: wranglerEnvironment,
    signal,
  });
  if (code !== 0) {
    throw new Problem(
      'Not logged in to Cloudflare: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN, and try again.',
    );
  }
}

function wrangler(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programs.wrangler, ...args], {
      cwd: root,
      env: { ...process.env, ...wranglerEnvironment },
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Problem(`\`wrangler ${args.join(' ')}\` failed; what it said is above.`));
    });
  });
}
