/** Something that went wrong and that a sentence explains to whoever runs the command: no stack is shown. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs a command line program; SIGINT, SIGTERM and SIGHUP abort its signal, after which it has to tidy up. */
export async function runCli(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stopping.abort());
  }
  try {
    process.exitCode = await main(stopping.signal);
  } catch (error) {
    if (stopping.signal.aborted) return;
    process.stderr.write(error instanceof Problem ? `${error.message}\n` : `${reportOf(error)}\n`);
    process.exitCode = 1;
  }
}

function reportOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
