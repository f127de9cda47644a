import type { Person } from './person.ts';

declare global {
  interface Window {
    continuity: { prompts: number; tiles: readonly TileSeen[] };
  }
}

interface TileSeen {
  readonly label: string | null;
  readonly tile: HTMLElement;
  readonly video: HTMLVideoElement | null;
}

/** Runs in the page before its own code: counts how often it asks for a camera or a microphone. */
export function countPrompts(): void {
  const { mediaDevices } = navigator as Partial<Navigator>;
  window.continuity = { prompts: 0, tiles: [] };
  if (mediaDevices === undefined) return;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) => {
    window.continuity.prompts += 1;
    return open(constraints);
  };
}

export function promptCount(person: Person): Promise<number> {
  return person.page.evaluate(() => window.continuity.prompts);
}

/** Remembers the elements that show others now. */
export function rememberTiles(person: Person): Promise<void> {
  return person.page.evaluate(() => {
    const tiles = [...document.querySelectorAll<HTMLElement>('article[data-path]')];
    window.continuity.tiles = tiles.map((tile) => ({
      label: tile.ariaLabel,
      tile,
      video: tile.querySelector('video'),
    }));
  });
}

/** Those of the remembered tiles that are not what they were: gone, or made anew. */
export function remountedTiles(person: Person): Promise<(string | null)[]> {
  return person.page.evaluate(() =>
    window.continuity.tiles
      .filter(({ tile, video }) => !tile.isConnected || tile.querySelector('video') !== video)
      .map(({ label }) => label),
  );
}
