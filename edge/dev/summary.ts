import { howToGetLiveKit } from '../../media/livekit/program.ts';
import { howToGetRecording } from '../../media/recorder/machine.ts';

/** `on`, `later` and `off` follow the LiveKit of this machine. */
export type TurnState = 'on' | 'later' | 'off' | 'configured' | 'not-with-own-media';

/** Of the media server that calls of more than five go through. */
export type MediaState =
  | { readonly kind: 'running'; readonly name: string }
  | { readonly kind: 'preparing'; readonly what: string }
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'configured' | 'not-installed' };

export type RecordingState =
  | { readonly kind: 'running'; readonly storage: string; readonly mailUrl: string }
  | { readonly kind: 'preparing'; readonly what: string; readonly mailUrl: string }
  | { readonly kind: 'configured' | 'not-installed' | 'not-with-own-media' };

/** TURN comes up with the LiveKit of this machine. */
export function turnStateWith(media: MediaState): TurnState {
  switch (media.kind) {
    case 'running':
      return 'on';
    case 'preparing':
      return 'later';
    case 'failed':
    case 'not-installed':
      return 'off';
    case 'configured':
      return 'not-with-own-media';
  }
}

export interface Running {
  readonly port: number;
  readonly media: MediaState;
  readonly recording: RecordingState;
  readonly turn: TurnState;
  readonly logFile: string;
}

const turnLines: Record<TurnState, string> = {
  on: 'on with LiveKit, for callers on this machine',
  later: 'later: with LiveKit',
  off: 'off: it comes with LiveKit; calls across strict networks will not connect',
  configured: 'as set in .dev.vars',
  'not-with-own-media': 'off: with media servers of your own, set TURN_URLS in .dev.vars too',
};

/** What `npm start` says when everything is up. */
export function summaryOf({ port, media, recording, turn, logFile }: Running): string {
  return [
    '',
    `  Holler is running on http://localhost:${port}`,
    '',
    '  Meetings         on: rooms, signalling and the database, stored in .cache/dev',
    '  Calls up to 5    on: straight from browser to browser',
    `  Calls of more    ${mediaLine(media)}`,
    `  Recording        ${recordingLine(recording)}`,
    ...('mailUrl' in recording ? [`  Mail             ${mailLine(recording)}`] : []),
    `  TURN             ${turnLines[turn]}`,
    `  Log              ${logFile}`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function recordingLine(recording: RecordingState): string {
  switch (recording.kind) {
    case 'running':
      return `on: S3 server ${recording.storage}`;
    case 'preparing':
      return `later: ${recording.what}`;
    case 'configured':
      return 'as set in .dev.vars';
    case 'not-installed':
      return `off: ${howToGetRecording}`;
    case 'not-with-own-media':
      return 'off: with media servers of your own, set S3_ENDPOINT and the rest in .dev.vars too';
  }
}

function mailLine({ mailUrl }: { readonly mailUrl: string }): string {
  return `read what was sent at ${mailUrl}`;
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
