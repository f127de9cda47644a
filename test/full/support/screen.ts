import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from '../../../edge/dev/find-program.ts';

const run = promisify(execFile);

/** A screen that nobody looks at, with a keyboard. */
export interface Screen {
  readonly display: string;
  /** Presses real keys, as xdotool names them, in the window that has the focus. */
  press(...keys: string[]): Promise<void>;
  focus(): Promise<void>;
  stop(): Promise<void>;
}

export function canHaveScreen(): boolean {
  return findProgram(['Xvfb']) !== null && findProgram(['xdotool']) !== null;
}

export async function startScreen(): Promise<Screen> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const display = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended at once')));
    server.stdio[3]?.once('data', (data: Buffer) => resolve(`:${String(data).trim()}`));
  });
  const env = { ...process.env, DISPLAY: display };

  return {
    display,
    async press(...keys) {
      await run('xdotool', ['key', '--clearmodifiers', ...keys], { env });
    },
    async focus() {
      const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--class', 'chromium'], {
        env,
      });
      const [window = ''] = stdout.trim().split('\n').slice(-1);
      await run('xdotool', ['windowfocus', '--sync', window], { env });
    },
    async stop() {
      server.removeAllListeners('exit');
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}
