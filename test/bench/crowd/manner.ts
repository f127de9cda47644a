import type { Source } from '../../../edge/protocol/people.ts';

/** What somebody without a browser does in a call. */
export interface Manner {
  readonly microphone: 'off' | 'silent' | 'speaking';
  readonly camera: boolean;
  /** Which of the faces in the reel the camera shows; the first unless said. */
  readonly face?: number;
}

export function sourcesOf({ microphone, camera }: Manner): Source[] {
  return [
    ...(microphone === 'off' ? [] : (['microphone'] as const)),
    ...(camera ? (['camera'] as const) : []),
  ];
}
