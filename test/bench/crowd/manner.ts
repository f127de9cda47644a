import type { Source } from '../../../edge/protocol/people.ts';
import type { MediaServer } from '../../../edge/protocol/room-messages.ts';

/** What somebody without a browser does in a call. */
export interface Manner {
  readonly microphone: 'off' | 'silent' | 'speaking';
  readonly camera: boolean;
}

export function sourcesOf({ microphone, camera }: Manner): Source[] {
  return [
    ...(microphone === 'off' ? [] : (['microphone'] as const)),
    ...(camera ? (['camera'] as const) : []),
  ];
}

/** From the bench to the process that plays people. */
export interface Part {
  readonly number: number;
  readonly server: MediaServer;
  readonly manner: Manner;
}

/** The answer, once they send what they ought to; `failure` is null when they do. */
export interface Played {
  readonly number: number;
  readonly failure: string | null;
}
