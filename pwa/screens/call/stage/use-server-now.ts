import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../../app.ts';
import { useCall } from '../../meeting/call-context.ts';

const tickMs = 1_000;

/** The server's time, moving only while somebody needs it to. */
export function useServerNow(moving: boolean): number {
  const app = useApp();
  const call = useCall();
  const tick = useSignal(0);
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => {
      tick.value += 1;
    }, tickMs);
    return () => clearInterval(timer);
  }, [moving, tick]);
  void tick.value;
  return app.now() + call.serverOffsetMs();
}
