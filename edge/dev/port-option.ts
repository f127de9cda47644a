import { parseArgs } from 'node:util';
import { Problem } from './cli.ts';
import type { PortState } from './ports.ts';

const defaultPort = 8787;

/** `--port` wins over PORT. */
export function portFrom(args: readonly string[], env: { readonly PORT?: string }): number {
  const text = portArgument(args) ?? env.PORT ?? String(defaultPort);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`"${text}" is not a port: give a number from 1 to 65535.`);
  }
  return port;
}

function portArgument(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { port: { type: 'string' } } }).values.port;
  } catch {
    throw new Problem('The only option is `--port NUMBER`, as in `npm start -- --port 8788`.');
  }
}

export function portProblem(port: number, state: PortState): string | null {
  const other = port < 65_535 ? port + 1 : defaultPort;
  switch (state) {
    case 'free':
      return null;
    case 'in-use':
      return `Port ${port} is in use by another program; stop it or run \`npm start -- --port ${other}\`.`;
    case 'not-allowed':
      return `Port ${port} is reserved for the administrator; run \`npm start -- --port ${defaultPort}\`.`;
  }
}
