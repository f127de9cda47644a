export interface Segment {
  /** Beside the playlist. */
  readonly name: string;
  readonly seconds: number;
  readonly bytes: number;
}

/** As in LiveKit: enough for a player to start with, and old ones leave. */
const liveSegments = 5;

/** Everything from the start, for whoever comes later. */
export function eventPlaylist(segments: readonly Segment[], isOver: boolean): string {
  return playlist(segments, 0, ['#EXT-X-PLAYLIST-TYPE:EVENT'], isOver);
}

/** Only what is current, for whoever watches now. */
export function livePlaylist(segments: readonly Segment[], isOver: boolean): string {
  const first = Math.max(0, segments.length - liveSegments);
  return playlist(segments.slice(first), first, [], isOver);
}

function playlist(
  segments: readonly Segment[],
  first: number,
  tags: readonly string[],
  isOver: boolean,
): string {
  const longest = Math.max(1, ...segments.map(({ seconds }) => Math.ceil(seconds)));
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    ...tags,
    `#EXT-X-TARGETDURATION:${longest}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    ...segments.flatMap(({ name, seconds }) => [`#EXTINF:${seconds.toFixed(3)},`, name]),
    ...(isOver ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}
