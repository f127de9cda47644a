import { howToGetLiveKit } from '../../media/livekit/program.ts';

export type TurnState = 'coturn' | 'configured' | 'not-installed';

/** Of the media server that calls of more than five go through. */
export type MediaState =
  | { readonly kind: 'running'; readonly name: string }
  | { readonly kind: 'preparing'; readonly what: string }
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'configured' | 'not-installed' };

export interface Running {
  readonly port: number;
  readonly media: MediaState;
  readonly turn: TurnState;
  readonly logFile: string;
}

const turnLines: Record<TurnState, string> = {
  coturn: 'on: coturn, for callers on this machine',
  configured: 'as set in .dev.vars',
  'not-installed': 'off: coturn is not installed; calls across strict networks will not connect',
};

/** What `npm start` says when everything is up. */
export function summaryOf({ port, media, turn, logFile }: Running): string {
  return [
    '',
    `  Holler is running on http://localhost:${port}`,
    '',
    '  Meetings         on: rooms, signalling and the database, stored in .cache/dev',
    '  Calls up to 5    on: straight from browser to browser',
    `  Calls of more    ${mediaLine(media)}`,
    `  TURN             ${turnLines[turn]}`,
    `  Log              ${logFile}`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function mediaLine(media: MediaState): string {
  switch (media.kind) {
    case 'running':
      return `on: LiveKit ${media.name}, for callers on this machine`;
    case 'preparing':
      return `later: ${media.what}`;
    case 'failed':
      return `off: ${media.failure}`;
    case 'configured':
      return 'as set in .dev.vars';
    case 'not-installed':
      return `off: ${howToGetLiveKit}`;
  }
}
