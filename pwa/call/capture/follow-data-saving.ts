import { effect, type ReadonlySignal, untracked } from '@preact/signals-core';
import { cameraSize, type Saving } from './data-saving.ts';
import type { LocalMedia } from './local-media.ts';

/** Has the camera follow what its owner lets the call have of their line, until the answer is called. */
export function followSaving(
  { sources, turnOff }: Pick<LocalMedia, 'sources' | 'turnOff'>,
  saving: ReadonlySignal<Saving>,
): () => void {
  let before = saving.peek();
  let sized: MediaStreamTrack | null = null;
  return effect(() => {
    const now = saving.value;
    const { camera } = sources.value;
    const isChanged = now !== before;
    before = now;
    if (camera.status !== 'on') return;
    // Turning it on again afterwards is its owner's wish, and stays.
    if (isChanged && now === 'audio-only') return untracked(() => turnOff('camera'));
    if (camera.track === sized && !isChanged) return;
    const isAsOpened = camera.track !== sized && now === 'automatic';
    sized = camera.track;
    // A camera that cannot is used as it is.
    if (!isAsOpened) camera.track.applyConstraints(cameraSize(now)).catch(() => {});
  });
}
