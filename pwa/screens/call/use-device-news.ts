import { useEffect, useRef } from 'preact/hooks';
import type { SourceState } from '../../call/capture/local-media.ts';
import { text } from '../../messages/en.ts';
import { useCall } from '../meeting/call-context.ts';
import type { Toasts } from './toasts.tsx';

type Watched = 'microphone' | 'camera' | 'screen';
const watched: readonly Watched[] = ['microphone', 'camera', 'screen'];

/** Says what to do when a device fails during the call. What failed in the lobby was said there. */
export function useDeviceNews(toasts: Toasts): void {
  const sources = useCall().local.sources.value;
  const before = useRef(sources);
  useEffect(() => {
    for (const source of watched) {
      if (sources[source] === before.current[source]) continue;
      const words = wordsFor(source, sources[source]);
      if (words !== null) toasts.say(words);
    }
    before.current = sources;
  }, [sources, toasts]);
}

function wordsFor(source: Watched, state: SourceState): string | null {
  if (state.status !== 'failed') return null;
  if (source !== 'screen') return text.devices.problemsInCall[source][state.problem];
  // Whoever closes the browser's picker knows that they did.
  return state.problem === 'denied' ? null : text.devices.screenProblem;
}
