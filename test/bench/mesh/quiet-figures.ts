interface LogLine {
  readonly event: string;
  readonly atMs: number;
  readonly messages: number;
}

export interface QuietFigures {
  /** Messages that the object had to handle, or that woke it. */
  readonly messages: number;
  readonly alarms: number;
}

/** Reads from the edge's log how often the one room in it was disturbed between two moments. */
export function quietFigures(log: string, fromMs: number, toMs: number): QuietFigures {
  const lines = log
    .split('\n')
    .flatMap(readLine)
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const alarms = lines.filter(({ event }) => event === 'room.alarm');
  const wakes = lines.filter(({ event }) => event === 'room.woke');
  const handled = alarms.reduce((sum, { messages }) => sum + messages, 0);
  // An alarm wakes the object once; whatever else woke it was a message or a socket.
  return { messages: handled + Math.max(0, wakes.length - alarms.length), alarms: alarms.length };
}

function readLine(line: string): LogLine[] {
  if (!line.startsWith('{')) return [];
  const { event, at, messages = 0 } = JSON.parse(line) as Partial<Record<string, string | number>>;
  return typeof event === 'string' && typeof at === 'string'
    ? [{ event, atMs: Date.parse(at), messages: Number(messages) }]
    : [];
}
