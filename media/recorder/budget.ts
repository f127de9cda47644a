interface Picture {
  readonly width: number;
  readonly height: number;
}

/** Processors that one recording keeps busy, browser and all. Measured: 0.7 and 1.3, and the call's pictures to decode. */
export function coresFor({ width, height }: Picture): number {
  return width * height <= 1_280 * 720 ? 1 : 2;
}

/** The first one always fits: a small machine records one call badly rather than none. */
export function fits(running: readonly Picture[], next: Picture, cores: number): boolean {
  const busy = running.reduce((sum, picture) => sum + coresFor(picture), 0);
  return running.length === 0 || busy + coresFor(next) <= cores;
}
