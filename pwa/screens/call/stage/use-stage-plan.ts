import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { useApp } from '../../../app.ts';
import { useCall } from '../../meeting/call-context.ts';
import type { Box } from './arrange.ts';
import { mostOnSmallStage, planSmallStage, type StagePlan } from './stage-plan.ts';
import type { Talk } from './talk.ts';
import type { Tile } from './tiles.ts';

/** Of a large call, for the moment until its rules have come: nobody asks for a hundred pictures. */
const mostAtFirst = 9;
const retryMs = 2_000;

type LargeStage = typeof import('./large-stage.ts');

export interface StageControls extends StagePlan {
  /** Goes to another page. */
  turn(pages: number): void;
}

/** What of the tiles is on screen now, and follows who speaks. */
export function useStagePlan(
  tiles: readonly Tile[],
  area: Box,
  pinned: string | null,
): StageControls {
  const { now } = useApp();
  const isLarge = tiles.length > mostOnSmallStage;
  const large = useLargeStage(isLarge);
  const wishedPage = useSignal(0);
  const talk = useRef<Talk>(new Map());
  const order = useRef<readonly SeatId[]>([]);
  const plan = (): StagePlan =>
    large?.planLargeStage(order.current, {
      tiles,
      area,
      pinned,
      talk: talk.current,
      now: now(),
      wishedPage: wishedPage.value,
    }) ?? planSmallStage(isLarge ? tiles.slice(0, mostAtFirst) : tiles, pinned);
  useSpeech(large, talk, () => {
    const next = plan().order;
    const isNews = next.some((seat, index) => seat !== order.current[index]);
    return { isNews, awaited: next };
  });

  const shown = plan();
  order.current = shown.order;
  return {
    ...shown,
    turn(pages) {
      wishedPage.value = shown.page + pages;
    },
  };
}

/** Null for as long as nobody needs it, or it has not come yet. */
function useLargeStage(isNeeded: boolean): LargeStage | null {
  const loaded = useSignal<LargeStage | null>(null);
  useEffect(() => {
    if (!isNeeded || loaded.peek() !== null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      try {
        loaded.value = await import('./large-stage.ts');
      } catch {
        timer = setTimeout(load, retryMs);
      }
    };
    void load();
    return () => clearTimeout(timer);
  }, [isNeeded, loaded]);
  return isNeeded ? loaded.value : null;
}

/** Keeps `talk`, and draws again when speech makes another order of what is shown. */
function useSpeech(
  large: LargeStage | null,
  talk: { current: Talk },
  consider: () => { readonly isNews: boolean; readonly awaited: readonly SeatId[] },
): void {
  const call = useCall();
  const { now } = useApp();
  const stage = useSignal(large);
  stage.value = large;
  const drawn = useSignal(0);
  void drawn.value;
  const latest = useRef(consider);
  latest.current = consider;

  useSignalEffect(() => {
    const rules = stage.value;
    if (rules === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const { isNews, awaited } = latest.current();
      if (isNews) drawn.value = drawn.peek() + 1;
      // Whoever goes on speaking as loudly makes no news.
      const waitMs = rules.nextSpeechMs(talk.current, awaited, now());
      if (waitMs !== null) timer = setTimeout(look, waitMs);
    };
    talk.current = rules.hear(talk.current, call.loudness.value, now());
    look();
    return () => clearTimeout(timer);
  });
}
