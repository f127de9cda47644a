import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';

/** Moves without rendering: a level changes many times a second. */
export function LevelMeter({ track, label }: { track: MediaStreamTrack | null; label: string }) {
  const app = useApp();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = meter.current;
    if (element === null || track === null) return;
    const watching = new AbortController();
    const show = (level: number) => {
      element.style.setProperty('--level', level.toFixed(2));
      element.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    };
    app.watchLevel(track, show, watching.signal);
    return () => {
      watching.abort();
      show(0);
    };
  }, [app, track]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be an upright bar in every browser
    <div
      ref={meter}
      class="level-meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}
