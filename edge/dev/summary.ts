export type TurnState = 'coturn' | 'configured' | 'not-installed';

export interface Running {
  readonly port: number;
  readonly turn: TurnState;
  readonly logFile: string;
}

const turnLines: Record<TurnState, string> = {
  coturn: 'on: coturn, for callers on this machine',
  configured: 'as set in .dev.vars',
  'not-installed': 'off: coturn is not installed; calls across strict networks will not connect',
};

/** What `npm start` says when everything is up. */
export function summaryOf({ port, turn, logFile }: Running): string {
  return [
    '',
    `  Holler is running on http://localhost:${port}`,
    '',
    '  Meetings         on: rooms, signalling and the database, stored in .cache/dev',
    '  Calls up to 5    on: straight from browser to browser',
    '  Calls of more    off: there is no media server yet',
    `  TURN             ${turnLines[turn]}`,
    `  Log              ${logFile}`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
