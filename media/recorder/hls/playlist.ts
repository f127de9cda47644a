export interface Segment {
  /** Beside the playlist. */
  readonly name: string;
  readonly seconds: number;
  readonly bytes: number;
}

/** As in LiveKit: enough for a player to start with, and old ones leave. */
const liveSegments = 5;

/** Everything from the start, for people who come later. `head` names the codecs of all segments. */
export function eventPlaylist(head: string, segments: readonly Segment[], isOver: boolean): string {
  return playlist(head, segments, 0, ['#EXT-X-PLAYLIST-TYPE:EVENT'], isOver);
}

/** Only what is current, for people who watch now. */
export function livePlaylist(head: string, segments: readonly Segment[], isOver: boolean): string {
  const first = Math.max(0, segments.length - liveSegments);
  return playlist(head, segments.slice(first), first, [], isOver);
}

function playlist(
  head: string,
  segments: readonly Segment[],
  first: number,
  tags: readonly string[],
  isOver: boolean,
): string {
  const longest = Math.max(1, ...segments.map(({ seconds }) => Math.ceil(seconds)));
  return [
    '#EXTM3U',
    // The first version in which segments are parts of an MP4.
    '#EXT-X-VERSION:7',
    ...tags,
    `#EXT-X-TARGETDURATION:${longest}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    `#EXT-X-MAP:URI="${head}"`,
    ...segments.flatMap(({ name, seconds }) => [`#EXTINF:${seconds.toFixed(3)},`, name]),
    ...(isOver ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}
