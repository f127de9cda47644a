import type { FilmMaker, FilmMessage } from '../../../../edge/protocol/film.ts';
import { createFilmMaker } from './film-maker.ts';
import { type FilmSound, openFilmSound } from './sound.ts';

/** Everything that makes a film of a page: a chunk of 320 kB, gzipped, that only a recorder loads. */
export interface Film {
  readonly maker: FilmMaker;
  readonly sound: FilmSound;
}

export async function openFilm(
  canvas: HTMLCanvasElement,
  send: (message: FilmMessage) => void,
): Promise<Film> {
  // The window is as large as the film will be.
  canvas.width = window.innerWidth;
  canvas.height = window.innerHeight;
  const sound = await openFilmSound();
  return { sound, maker: createFilmMaker({ canvas, sound, send }) };
}
