import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/**
 * A network of its own on this machine: a namespace with a bridge, where the servers are, and one
 * namespace per guest. Nothing of it is visible to the rest of the machine, and all rules are gone with it.
 */
export interface Lan {
  /** The namespace of the servers, and their address in this network. */
  readonly hub: Place;
  readonly guests: Readonly<Record<GuestName, Guest>>;
  remove(): void;
}

export type GuestName = 'ann' | 'ben';

export interface Place {
  readonly namespace: string;
  readonly address: string;
}

export interface Guest extends Place {
  /** Everything to and from this guest is dropped in silence, as when a cable breaks somewhere. */
  cut(): void;
  /** Drops what fits, in both directions: `ip daddr 10.203.0.3`, `meta l4proto udp`… */
  block(...matches: readonly string[]): void;
  heal(): void;
}

const prefix = 'holler-lan-';
const guestNames: readonly GuestName[] = ['ann', 'ben'];

export function createLan(): Lan {
  removeLeftovers();
  const name = `${prefix}${process.pid}`;
  const hub = { namespace: `${name}-hub`, address: '10.203.0.1' };
  addNamespace(hub);
  ip(hub, 'link', 'add', 'bridge', 'type', 'bridge');
  ip(hub, 'addr', 'add', `${hub.address}/24`, 'dev', 'bridge');
  ip(hub, 'link', 'set', 'bridge', 'up');
  const [ann, ben] = guestNames.map((guest, index) => {
    const place = { namespace: `${name}-${guest}`, address: `10.203.0.${index + 2}` };
    connect(place, hub, `to-${guest}`);
    return guestAt(place);
  });
  if (ann === undefined || ben === undefined) throw new Error('the network has two guests');
  return { hub, guests: { ann, ben }, remove: () => removeNamespaces(name) };
}

function connect(place: Place, hub: Place, plug: string): void {
  addNamespace(place);
  ip(hub, 'link', 'add', plug, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', place.namespace);
  ip(hub, 'link', 'set', plug, 'master', 'bridge', 'up');
  ip(place, 'addr', 'add', `${place.address}/24`, 'dev', 'eth0');
  ip(place, 'link', 'set', 'eth0', 'up');
  ip(place, 'route', 'add', 'default', 'via', hub.address);
}

function guestAt(place: Place): Guest {
  function block(...matches: readonly string[]): void {
    heal();
    const drops = matches.map((match) => `oifname eth0 ${match} drop`).join('\n');
    const mirrored = matches.map((match) => `iifname eth0 ${mirror(match)} drop`).join('\n');
    nft(
      place,
      `table inet blocked {
        chain out { type filter hook output priority 0; ${drops}\n }
        chain in { type filter hook input priority 0; ${mirrored}\n }
      }`,
    );
  }
  function heal(): void {
    nft(place, 'table inet blocked {}\ndelete table inet blocked');
  }
  return { ...place, cut: () => block(''), block, heal };
}

/** The same packets on their way back. */
function mirror(match: string): string {
  return match.replaceAll('daddr', 'saddr').replaceAll('dport', 'sport');
}

function addNamespace({ namespace }: Place): void {
  run('ip', 'netns', 'add', namespace);
  run('ip', '-n', namespace, 'link', 'set', 'lo', 'up');
}

function ip({ namespace }: Place, ...args: readonly string[]): void {
  run('ip', '-n', namespace, ...args);
}

function nft({ namespace }: Place, rules: string): void {
  execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: rules });
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args);
}

function removeNamespaces(name: string): void {
  for (const namespace of namespaces().filter((other) => other.startsWith(name))) {
    run('ip', 'netns', 'delete', namespace);
  }
}

/** Of runs that were killed before they could tidy up. */
function removeLeftovers(): void {
  for (const namespace of namespaces().filter((other) => other.startsWith(prefix))) {
    if (!isRunning(Number.parseInt(namespace.slice(prefix.length), 10))) {
      run('ip', 'netns', 'delete', namespace);
    }
  }
}

function namespaces(): readonly string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
