import * as v from 'valibot';
import { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { factsOf, watch } from '../../support/movie.ts';
import type { RecordScene } from './scene.ts';

export interface FilmFigures {
  /** How far each clap that is seen is from the one that is heard. */
  readonly apartMs: readonly number[];
  /** Pictures that a film of 30 a second should have had besides. */
  readonly missingPictures: number;
}

/** What a viewer gets: decoded and played in a browser. */
export async function figuresOf({ browser }: RecordScene, link: string): Promise<FilmFigures> {
  const film = await download(link);
  const { video } = await factsOf(film);
  const { flashes, tones } = await watch(browser, film, [], { play: true });
  const apartMs = flashes.flatMap((flash) => {
    const all = tones.map((tone) => Math.abs(tone - flash) * 1_000);
    return all.length === 0 ? [] : [Math.min(...all)];
  });
  return { apartMs, missingPictures: Math.max(0, Math.round(video.seconds * 30) - video.packets) };
}

/** What the page of a recording is told. */
export async function viewAt(link: string): Promise<RecordingView> {
  const { origin, pathname } = new URL(link);
  const token = pathname.split('/').at(-1);
  const answer = await fetch(`${origin}/api/recordings/${token}`);
  return v.parse(RecordingView, await answer.json());
}

async function download(link: string): Promise<Buffer<ArrayBuffer>> {
  const { parts } = await viewAt(link);
  const [part] = parts;
  if (part === undefined) throw new Error('Nothing was recorded');
  return Buffer.from(await (await fetch(part.url)).arrayBuffer());
}
