import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;
const pageBytes = 4_096;

/** What was started with this in its environment, and whatever that has started. */
export function processesWith(entry: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const found = new Set(
    pids.filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(entry)),
  );
  // A browser's helpers write their titles over their environment. Children come after their parents.
  for (const pid of pids) if (found.has(parentOf(pid))) found.add(pid);
  return [...found];
}

export function commandOf(pid: number): string[] {
  return read(`/proc/${pid}/cmdline`).split('\0');
}

export function cpuSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

export function residentBytesOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
}

function parentOf(pid: number): number {
  return statOf(pid)[1] ?? 0;
}

/** Its own time, in and out of the kernel. */
function cpuSeconds(pid: number): number {
  const [user = 0, system = 0] = statOf(pid).slice(11, 13);
  return (user + system) / ticksPerSecond;
}

/** What follows the name, which may have spaces in it. */
function statOf(pid: number): number[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

/** Without what it shares with others. */
function residentBytes(pid: number): number {
  const [, resident = 0, shared = 0] = read(`/proc/${pid}/statm`).split(' ').map(Number);
  return (resident - shared) * pageBytes;
}

/** Empty when it has ended, or is nobody's business. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
