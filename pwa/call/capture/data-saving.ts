import type { Source } from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';

/** How much of their line a person lets a call have. */
export const savings = ['automatic', 'save-data', 'audio-only'] as const;
export type Saving = (typeof savings)[number];

/** Small faces, and a shared screen as large as reading needs. */
const mostHeights: Readonly<Record<Saving, Readonly<Partial<Record<Source, number>>>>> = {
  automatic: {},
  'save-data': { camera: 180, screen: 720 },
  // Whoever turns pictures off means faces: a screen is shared because it is to be seen.
  'audio-only': { camera: 0, screen: 720 },
};

/** What is asked for of what is on screen. */
export function savedWants(wants: readonly Want[], saving: Saving): readonly Want[] {
  const most = mostHeights[saving];
  return wants.map((want) => ({
    ...want,
    height: Math.min(want.height, most[want.source] ?? want.height),
  }));
}

/** What the camera is to give: whatever carries it sends no more than that. */
export function cameraSize(saving: Saving): MediaTrackConstraints {
  const [width, height, frameRate] = saving === 'automatic' ? [1280, 720, 30] : [640, 360, 15];
  return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } };
}
