import type { Source } from '../../../edge/protocol/people.ts';

export type MediaKind = 'audio' | 'video';

/**
 * The media sections of every link. PeerJS cannot renegotiate, so all four are reserved when a link
 * is made. Both ends name them by their order within a kind, which SDP keeps.
 */
export const mLines = {
  audio: ['microphone', 'screen-audio'],
  video: ['camera', 'screen'],
} as const satisfies Readonly<Record<MediaKind, readonly Source[]>>;

export const orderedSources: readonly Source[] = [...mLines.audio, ...mLines.video];

export type VideoSource = (typeof mLines.video)[number];
export type SoundSource = (typeof mLines.audio)[number];

export function kindOf(source: Source): MediaKind {
  const sounds: readonly Source[] = mLines.audio;
  return sounds.includes(source) ? 'audio' : 'video';
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
