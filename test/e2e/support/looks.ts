/** What somebody's devices show and sound like, so that a picture or a sound tells whose it is. */
export interface Looks {
  readonly cameras: readonly FakeCamera[];
  readonly microphones: readonly FakeMicrophone[];
  readonly screen: { readonly hue: number; readonly toneHz: number };
}

interface FakeCamera {
  readonly id: string;
  readonly label: string;
  /** Degrees on the colour wheel. */
  readonly hue: number;
}

interface FakeMicrophone {
  readonly id: string;
  readonly label: string;
  readonly toneHz: number;
}

const pictures = ['camera', 'spare camera', 'screen'] as const;
const mostPeople = 6;
const hueStep = 360 / (mostPeople * pictures.length);

/** Close enough to be this picture after compression, too far from the next one on the wheel. */
export const hueTolerance = hueStep * 0.45;

/** A colour and a tone of their own for everything that the person with this number can send. */
export function looksOf(number: number): Looks {
  const [camera, spare, screen] = pictures.map((_, index) => ({
    hue: ((number % mostPeople) * pictures.length + index) * hueStep,
    toneHz: 400 + ((number % mostPeople) * pictures.length + index) * 130,
  })) as [Look, Look, Look];
  return {
    cameras: [
      { id: 'camera-1', label: 'First camera', hue: camera.hue },
      { id: 'camera-2', label: 'Second camera', hue: spare.hue },
    ],
    microphones: [
      { id: 'microphone-1', label: 'First microphone', toneHz: camera.toneHz },
      { id: 'microphone-2', label: 'Second microphone', toneHz: spare.toneHz },
    ],
    screen,
  };
}

type Look = Looks['screen'];

export function withoutDevices(looks: Looks): Looks {
  return { ...looks, cameras: [], microphones: [] };
}

export function hueDistance(one: number, other: number): number {
  const apart = Math.abs(one - other) % 360;
  return Math.min(apart, 360 - apart);
}
