import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../../edge/dev/child.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { cacheFolder } from '../../edge/dev/paths.ts';
import type { Preparation } from '../server/program.ts';
import { npmBrowser } from './npm-browser.ts';
import { findSystemBrowser } from './system-browser.ts';

/** A browser that can draw a page into a film. */
export interface BrowserProgram {
  readonly name: string;
  readonly executablePath: string;
  /** What its process needs besides. */
  readonly env: Readonly<Record<string, string>>;
  /** What has to be done once before it can run; null when nothing has to. */
  readonly preparation: Preparation | null;
}

/** The oldest in which drawing a page has been seen to work; older ones draw it by another name, or not at all. */
const oldestMajor = 153;

/** Completes the sentence "install …". */
export const howToGetBrowser = `Chrome, Chromium or Edge ${oldestMajor} or newer`;

/** Whether npm carries a browser for this kind of machine. */
export function carriesBrowser(system: string = platform(), processor: string = arch()): boolean {
  return system === 'linux' && processor === 'x64';
}

export interface Machine {
  readonly path?: string;
  readonly system?: NodeJS.Platform;
  readonly processor?: string;
  readonly cache?: string;
}

/** The browser of this machine, else the one that npm carries; null where there is neither. */
export async function findBrowser({
  path = process.env.PATH ?? '',
  system = platform(),
  processor = arch(),
  cache = join(cacheFolder, 'browser'),
}: Machine = {}): Promise<BrowserProgram | null> {
  const executablePath = findSystemBrowser(path, system);
  if (executablePath !== null && (await isNewEnough(executablePath, system))) {
    return { name: 'as installed', executablePath, env: {}, preparation: null };
  }
  const npm = findProgram(['npm'], path);
  return carriesBrowser(system, processor) && npm !== null ? npmBrowser({ npm, cache }) : null;
}

async function isNewEnough(executablePath: string, system: NodeJS.Platform): Promise<boolean> {
  // On Windows the question opens a window.
  if (system === 'win32') return true;
  const { output } = await runTool(executablePath, ['--version']);
  const [, major] = /(\d+)\.\d+\.\d+/.exec(output) ?? [];
  return Number(major) >= oldestMajor;
}
