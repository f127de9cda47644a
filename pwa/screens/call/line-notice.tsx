import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import type { Saving } from '../../call/capture/data-saving.ts';
import { watchLine } from '../../call/line/line-watch.ts';
import { unreachedIn } from '../../call/line/mesh-overload.ts';
import type { Quality } from '../../call/line/quality.ts';
import { roomOf } from '../../call/model/call-model.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import { useCall } from '../meeting/call-context.ts';

/** The next smaller use of a line that is too weak for this one. */
const smaller = {
  automatic: 'save-data',
  'save-data': 'audio-only',
  'audio-only': null,
} as const satisfies Record<Saving, Saving | null>;

/** One word when pictures suffer from one's own line, and what to do about it. */
export function LineNotice() {
  const { saving, save } = useApp();
  const quality = useQuality();
  const dismissed = useSignal(false);
  const next = smaller[saving.value];
  if (quality === 'good' && dismissed.value) dismissed.value = false;
  const isShown = quality !== 'good' && next !== null && !dismissed.value;
  return (
    <div class="said" role="status">
      {isShown && (
        <div class="knock">
          <p>{quality === 'weak-here' ? laterText.saving.weak : laterText.saving.weakBetween}</p>
          <button type="button" class="button compact" onClick={() => save(next)}>
            {laterText.saving.choices[next]}
          </button>
          <button
            type="button"
            class="toast-close"
            aria-label={text.call.dismiss}
            onClick={() => {
              dismissed.value = true;
            }}
          >
            <Icon name="close" class="small" />
          </button>
        </div>
      )}
    </div>
  );
}

function useQuality(): Quality {
  const call = useCall();
  const { now } = useApp();
  const quality = useSignal<Quality>('good');
  useEffect(
    () =>
      watchLine({
        clock: { now, after },
        isShown: () => document.visibilityState === 'visible',
        lines: call.lines,
        unreached: () => unreachedIn(roomOf(call.state.value), call.remote.value),
        onQuality: (told) => {
          quality.value = told;
        },
        onTrouble: call.tellTooMuch,
      }),
    [call, now, quality],
  );
  return quality.value;
}

function after(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
