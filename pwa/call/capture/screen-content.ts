/** What a shared screen shows: text wants every pixel, motion wants every frame. */
export type ScreenContent = 'text' | 'motion';

const hints: Readonly<Record<ScreenContent, string>> = { text: 'detail', motion: 'motion' };

/** The content is kept where encoders look for it, on the track, and whatever carries the track follows it. */
export function contentOf(track: Pick<MediaStreamTrack, 'contentHint'> | null): ScreenContent {
  return track?.contentHint === hints.motion ? 'motion' : 'text';
}

/** Browsers tell nobody that a hint has changed. */
const changed = 'holler-content';

export function setContent(track: MediaStreamTrack, content: ScreenContent): void {
  if (track.contentHint === hints[content]) return;
  track.contentHint = hints[content];
  track.dispatchEvent(new Event(changed));
}

/** The answer ends it. */
export function followContent(track: MediaStreamTrack, follow: () => void): () => void {
  track.addEventListener(changed, follow);
  return () => track.removeEventListener(changed, follow);
}
