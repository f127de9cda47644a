import { parseArgs } from 'node:util';
import { Problem } from './cli.ts';
import type { PortState } from './ports.ts';

export interface DevPorts {
  /** Where the pages are opened. */
  readonly pages: number;
  readonly edge: number;
}

/** Not the port of `npm start`: the service worker that its pages install would answer here with old pages. */
const usualPages = 5173;
const usualEdge = 8787;

const options = {
  port: { type: 'string', default: String(usualPages) },
  'edge-port': { type: 'string', default: String(usualEdge) },
} as const;

export function readDevPorts(args: readonly string[]): DevPorts {
  const values = parseOptions(args);
  const ports = { pages: parsePort(values.port), edge: parsePort(values['edge-port']) };
  if (ports.pages === ports.edge) {
    throw new Problem(`The pages and the edge need two ports, and both are ${ports.pages}.`);
  }
  return ports;
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new Problem(
      'The options are `--port NUMBER` and `--edge-port NUMBER`, as in `npm run dev -- --port 5174`.',
    );
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`"${text}" is not a port: give a number from 1 to 65535.`);
  }
  return port;
}

/** Null when the port can be had. */
export function devPortProblem(
  option: '--port' | '--edge-port',
  port: number,
  state: PortState,
): string | null {
  switch (state) {
    case 'free':
      return null;
    case 'in-use':
      return `Port ${port} is in use by another program; stop it or run \`npm run dev -- ${option} NUMBER\`.`;
    case 'not-allowed':
      return `Port ${port} is reserved for the administrator; run \`npm run dev -- ${option} NUMBER\`.`;
  }
}
