import type { Source } from '../../../edge/protocol/people.ts';

export type MediaKind = 'audio' | 'video';

/**
 * The media sections of every link. PeerJS cannot renegotiate, so all four are reserved when a link
 * is made. Both ends name them by their order within a kind, which SDP keeps.
 */
export const mLines: Readonly<Record<MediaKind, readonly Source[]>> = {
  audio: ['microphone', 'screen-audio'],
  video: ['camera', 'screen'],
};

export const orderedSources: readonly Source[] = [...mLines.audio, ...mLines.video];

export type VideoSource = 'camera' | 'screen';

export function kindOf(source: Source): MediaKind {
  return mLines.audio.includes(source) ? 'audio' : 'video';
}

interface Line {
  readonly receiver: { readonly track: { readonly kind: string } };
}

/** Names transceivers. Those beyond the reserved ones, from a newer version, stay nameless. */
export function nameLines<T extends Line>(transceivers: readonly T[]): ReadonlyMap<Source, T> {
  const named = new Map<Source, T>();
  for (const kind of ['audio', 'video'] as const) {
    const lines = transceivers.filter(({ receiver }) => receiver.track.kind === kind);
    mLines[kind].forEach((source, index) => {
      const line = lines[index];
      if (line !== undefined) named.set(source, line);
    });
  }
  return named;
}
