import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const variable = 'HOLLER_RUN';
const pollMs = 100;

/** What a run starts inherits a mark, so that it is found even when its parent is gone. */
export interface RunMark {
  readonly env: Readonly<Record<string, string>>;
  /** The processes with the mark, as `pid command`. Empty where the system has no `/proc`. */
  running(): readonly MarkedProcess[];
  /** Waits for them to end by themselves, then kills the rest; answers with what had to be killed. */
  sweep(patienceMs: number): Promise<readonly MarkedProcess[]>;
}

export interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

export function createRunMark(): RunMark {
  const id = randomUUID();
  const running = () => processIds().flatMap((pid) => markedProcess(pid, id));
  return {
    // A run within a run carries both marks.
    env: { [variable]: `${process.env[variable] ?? ''} ${id}` },
    running,
    async sweep(patienceMs) {
      const deadline = performance.now() + patienceMs;
      while (running().length > 0 && performance.now() < deadline) await delay(pollMs);
      const left = running();
      for (const { pid } of left) killQuietly(pid);
      return left;
    },
  };
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function markedProcess(pid: number, id: string): MarkedProcess[] {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const mark = environment.find((entry) => entry.startsWith(`${variable}=`));
    if (!mark?.includes(id)) return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid, command }];
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return [];
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
