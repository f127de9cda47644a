/**
 * The one place where events are logged: a line of JSON each. A meeting's id lets people in and a token more
 * so: neither is ever a field; rooms are named by their public id.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  event(name: string, fields?: LogFields): void;
  /** A log that adds these fields to every line, such as the trace of a request. */
  with(fields: LogFields): Log;
}

export function createLog(
  write: (line: string) => void,
  now: () => number,
  fixed: LogFields = {},
): Log {
  return {
    event: (name, fields) =>
      write(
        JSON.stringify({ at: new Date(now()).toISOString(), event: name, ...fixed, ...fields }),
      ),
    with: (fields) => createLog(write, now, { ...fixed, ...fields }),
  };
}

/** The platform collects what a Worker prints. */
export function printLine(line: string): void {
  // biome-ignore lint/suspicious/noConsole: this is the one place that prints
  console.log(line);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
