import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import { useApp } from '../../app.ts';
import { useCall } from '../meeting/call-context.ts';
import type { Box } from './arrange.ts';
import { planStage, type StagePlan } from './stage-plan.ts';
import { hear, nextSpeechMs, type Talk } from './talk.ts';
import type { Tile } from './tiles.ts';

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
  const call = useCall();
  const { now } = useApp();
  const wishedPage = useSignal(0);
  /** Rises when speech asks for another order than the one shown. */
  const called = useSignal(0);
  const talk = useRef<Talk>(new Map());
  const order = useRef<readonly SeatId[]>([]);
  const plan = () =>
    planStage(order.current, {
      tiles,
      area,
      pinned,
      talk: talk.current,
      now: now(),
      wishedPage: wishedPage.value,
    });
  const latest = useRef(plan);
  latest.current = plan;
  const awaited = useRef<ReturnType<typeof setTimeout>>(undefined);

  function look(): void {
    clearTimeout(awaited.current);
    const next = latest.current().order;
    if (next.some((seat, index) => seat !== order.current[index])) called.value = called.peek() + 1;
    // Whoever goes on speaking as loudly makes no news.
    const waitMs = nextSpeechMs(talk.current, next, now());
    if (waitMs !== null) awaited.current = setTimeout(look, waitMs);
  }
  useSignalEffect(() => {
    talk.current = hear(talk.current, call.loudness.value, now());
    look();
  });
  useEffect(() => () => clearTimeout(awaited.current), []);

  void called.value;
  const shown = plan();
  order.current = shown.order;
  return {
    ...shown,
    turn(pages) {
      wishedPage.value = shown.page + pages;
    },
  };
}
