import { openHall } from '../crowd/hall.ts';
import { type BenchContext, type Group, type Measured, type Row, rowOf } from '../group.ts';
import { measureSfuFirstFrame } from '../sfu/first-frame.ts';
import {
  complaining,
  growing,
  type MoveFigures,
  measureMove,
  type Scene,
  shrinking,
} from '../sfu/moves.ts';
import { openStage, type Stage } from '../sfu/stage.ts';

const name = 'sfu';

interface Move {
  readonly scene: Scene;
  readonly video: string;
  readonly audio: string;
  readonly doubled: string;
  /** How much longer pictures may pause in a move than without one. */
  readonly ratio: number;
}

const moves: readonly Move[] = [
  {
    scene: complaining,
    video: 'move_up_video_gap_3',
    audio: 'move_up_audio_gap_3',
    doubled: 'move_up_doubled_sound_3',
    ratio: 1.5,
  },
  {
    scene: growing,
    video: 'move_up_video_gap_6',
    audio: 'move_up_audio_gap_6',
    doubled: 'move_up_doubled_sound_6',
    ratio: 2,
  },
  {
    scene: shrinking,
    video: 'move_down_video_gap',
    audio: 'move_down_audio_gap',
    doubled: 'move_down_doubled_sound',
    ratio: 1.5,
  },
];
const audibleMs = 60;
/** A voice that is twice as loud for longer is heard as an echo. */
const noticedMs = 40;
const firstFrameMetric = 'sfu_first_frame_after_click';

export const group: Group = {
  name,
  async *measure(context): AsyncIterable<Row> {
    if (context.wants(firstFrameMetric)) yield await measuredFirstFrame(context);
    const chosen = moves.filter(({ video, audio, doubled }) =>
      [video, audio, doubled].some(context.wants),
    );
    if (chosen.length === 0) return;
    const stage = await openStage(context.signal);
    try {
      for (const move of chosen) yield* measured(stage, move, context);
    } finally {
      await stage.close();
    }
  },
};

async function measuredFirstFrame(context: BenchContext): Promise<Row> {
  const hall = await openHall(context.signal);
  try {
    return rowOf({ group: name, ...(await measureSfuFirstFrame(hall, context)) });
  } finally {
    await hall.close();
  }
}

async function* measured(stage: Stage, move: Move, context: BenchContext): AsyncIterable<Row> {
  const figures: MoveFigures[] = [];
  for (let run = 0; run < context.runs; run += 1) {
    const one = await measureMove(stage, move.scene, run, context);
    figures.push(one);
    context.progress(
      `${move.video}: move ${run + 1} of ${context.runs}, ${one.video.length} tiles crossed, ${one.stuck} did not`,
    );
  }
  if (context.wants(move.video)) yield videoRow(move, figures);
  if (context.wants(move.audio)) yield audioRow(move, figures);
  if (context.wants(move.doubled)) yield doubledRow(move, figures);
}

function videoRow({ video, ratio, scene }: Move, figures: readonly MoveFigures[]): Row {
  const gaps = figures.flatMap((one) => one.video);
  // A tile that never crossed is the longest gap of all.
  const stuck = figures.flatMap((one) => Array<number>(one.stuck).fill(scene.patienceMs));
  return row({
    metric: video,
    samples: [...gaps.map(({ moveMs }) => moveMs), ...stuck],
    peerSamples: gaps.map(({ quietMs }) => quietMs),
    target: { kind: 'ratio at most', value: ratio, at: 'p95' },
  });
}

function audioRow({ audio }: Move, figures: readonly MoveFigures[]): Row {
  const gaps = figures.flatMap((one) => one.audio);
  return row({
    metric: audio,
    samples: gaps.map(({ moveMs }) => moveMs),
    peerSamples: gaps.map(({ quietMs }) => quietMs),
    target: { kind: 'at most', value: audibleMs, at: 'p95' },
  });
}

function doubledRow({ doubled }: Move, figures: readonly MoveFigures[]): Row {
  const stretches = figures.flatMap((one) => one.doubled);
  return row({
    metric: doubled,
    samples: stretches.map(({ moveMs }) => moveMs),
    peerSamples: stretches.map(({ quietMs }) => quietMs),
    target: { kind: 'at most', value: noticedMs, at: 'worst' },
  });
}

function row(measured: Omit<Measured, 'group' | 'unit'>): Row {
  return rowOf({ group: name, unit: 'ms', ...measured });
}
