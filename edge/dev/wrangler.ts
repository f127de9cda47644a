import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, runTool, startChild } from './child.ts';
import { Problem } from './cli.ts';
import { cacheFolder, programs } from './paths.ts';

export type Settings = Readonly<Record<string, string>>;

/** wrangler as a quiet local tool: it calls nobody, asks nothing and keeps its files in our cache. */
export const wranglerEnvironment: Settings = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  // It would trace every request into a file that only grows, at half the throughput.
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_REGISTRY_PATH: join(cacheFolder, 'wrangler-registry'),
  WRANGLER_CACHE_DIR: join(cacheFolder, 'wrangler'),
  NO_COLOR: '1',
};

export async function migrateLocalDatabase(persistTo: string, signal?: AbortSignal): Promise<void> {
  const { code, output } = await runTool(
    process.execPath,
    [programs.wrangler, 'd1', 'migrations', 'apply', 'DB', '--local', '--persist-to', persistTo],
    { env: wranglerEnvironment, ...(signal ? { signal } : {}) },
  );
  signal?.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\nThe local database could not be migrated.`);
}

export interface EdgeSource {
  readonly config: string;
  /** Built already: nothing is compiled, and no source is watched. */
  readonly script?: string;
}

export interface EdgeOptions {
  readonly source: EdgeSource;
  readonly port: number;
  readonly persistTo: string;
  readonly settings: Settings;
  readonly logFile: string;
}

export function startEdge({ source, port, persistTo, settings, logFile }: EdgeOptions): Child {
  const settingsFile = join(persistTo, 'settings.env');
  mkdirSync(persistTo, { recursive: true });
  // A file and not arguments, which every process of the machine can read.
  writeFileSync(settingsFile, settingsText(settings), { mode: 0o600 });
  return startChild({
    command: process.execPath,
    args: [
      programs.wrangler,
      'dev',
      ...(source.script ? [source.script, '--no-bundle'] : []),
      ...['--config', source.config],
      ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
      ...['--persist-to', persistTo, '--env-file', settingsFile],
      '--show-interactive-dev-session=false',
    ],
    env: wranglerEnvironment,
    logFile,
  });
}

/** Single quotes keep `$` and `#` literal; a value that cannot be written so is a mistake. */
export function settingsText(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      if (/['\n\r]/.test(value))
        throw new Problem(`The setting ${name} may not contain quotes or line breaks.`);
      return `${name}='${value}'\n`;
    })
    .join('');
}
