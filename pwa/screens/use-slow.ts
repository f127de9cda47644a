import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** After that, somebody who waits wants to hear that something is still going on. */
const patienceMs = 3_000;

/** Whether something that goes on has gone on for longer than people wait without a word. */
export function useSlow(isGoingOn: boolean): boolean {
  const isSlow = useSignal(false);
  useEffect(() => {
    isSlow.value = false;
    if (!isGoingOn) return;
    const timer = setTimeout(() => {
      isSlow.value = true;
    }, patienceMs);
    return () => clearTimeout(timer);
  }, [isGoingOn, isSlow]);
  return isSlow.value && isGoingOn;
}
