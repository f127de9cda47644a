import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals-core';
import { type Source, sources } from '../../edge/protocol/people.ts';
import type { LocalMedia } from './capture/local-media.ts';
import { allowedSources } from './model/call-model.ts';
import type { CallState } from './model/call-state.ts';
import type { Transport } from './transport/transport.ts';

type Sources = LocalMedia['sources']['value'];

function trackOf(captured: Sources, source: Source): MediaStreamTrack | null {
  const state = captured[source];
  return state.status === 'on' ? state.track : null;
}

function sourcesOn(captured: Sources): Source[] {
  return sources.filter((source) => trackOf(captured, source) !== null);
}

/** Reports what is captured, and publishes what of it the room allows; the answer ends both. */
export function watchLocal(
  local: LocalMedia,
  call: ReadonlySignal<CallState>,
  transport: Pick<Transport, 'publish' | 'unpublish'>,
  report: (sources: Source[]) => void,
): () => void {
  const allowed = computed(() =>
    allowedSources({ call: call.value, sending: sourcesOn(local.sources.value) }),
  );
  const stopReporting = effect(() => {
    const on = sourcesOn(local.sources.value);
    untracked(() => report(on));
  });
  const stopPublishing = effect(() => {
    for (const source of sources) {
      const track = trackOf(local.sources.value, source);
      if (track !== null && allowed.value.includes(source)) transport.publish(source, track);
      else transport.unpublish(source);
    }
  });
  return () => {
    stopReporting();
    stopPublishing();
  };
}

export function turnOff(local: LocalMedia, silenced: readonly Source[]): void {
  for (const source of silenced) {
    switch (source) {
      case 'microphone':
      case 'camera':
        local.turnOff(source);
        break;
      case 'screen':
      case 'screen-audio':
        local.stopScreen();
        break;
    }
  }
}
