import { readdirSync, readFileSync } from 'node:fs';

/** Everything that a process of ours has started, as the kernel counts it. */
export interface Load {
  /** Of one core, since the process began; the clock ticks a hundred times a second. */
  readonly cpuMs: number;
  readonly residentMB: number;
}

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly name: string;
  readonly load: Load;
}

const tickMs = 10;
const pageMB = 4_096 / 1e6;

/** The sum over all descendants of this process that fit. */
export function loadOf(fits: (name: string, arguments_: string) => boolean): Load {
  return ours()
    .filter(({ id, name }) => fits(name, argumentsOf(id)))
    .reduce(
      (sum, { load }) => ({
        cpuMs: sum.cpuMs + load.cpuMs,
        residentMB: sum.residentMB + load.residentMB,
      }),
      { cpuMs: 0, residentMB: 0 },
    );
}

export const browserLoad = () => loadOf((name) => name.startsWith('chrom'));
export const rendererLoad = () =>
  loadOf((name, arguments_) => name.startsWith('chrom') && arguments_.includes('--type=renderer'));
export const roomLoad = () => loadOf((name) => name === 'workerd');

function ours(): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap(read);
  const known = new Set([process.pid]);
  // Children have larger ids than their parents, until ids start over; so look until nobody is found.
  for (let size = 0; size !== known.size; ) {
    size = known.size;
    for (const { id, parent } of all) if (known.has(parent)) known.add(id);
  }
  return all.filter(({ id }) => known.has(id) && id !== process.pid);
}

/** Nothing, when it has ended meanwhile. */
function read(entry: string): Process[] {
  try {
    const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
    // The name stands in brackets and may contain anything.
    const end = stat.lastIndexOf(')');
    const name = stat.slice(stat.indexOf('(') + 1, end);
    const fields = stat
      .slice(end + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, resident = 0] = [1, 11, 12, 21].map(
      (index) => fields[index],
    );
    const load = { cpuMs: (user + system) * tickMs, residentMB: resident * pageMB };
    return [{ id: Number(entry), parent, name, load }];
  } catch {
    return [];
  }
}

function argumentsOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
