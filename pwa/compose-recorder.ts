import {
  type FilmMaker,
  type FilmMessage,
  filmMakerName,
  filmSinkName,
} from '../edge/protocol/film.ts';
import { recorderSocketPath } from '../edge/protocol/recording.ts';
import { readRecorderAddress } from './call/recorder/address.ts';
import type { FilmSound } from './call/recorder/film/sound.ts';
import { openRecordedCall, type RecordedCall } from './call/recorder/recorded-call.ts';
import { socketsFrom } from './call/room-line/web-socket.ts';
import { createSfuTransport } from './call/sfu/sfu-transport.ts';
import { clock, random } from './compose.ts';
import { logToConsole } from './log.ts';

declare global {
  /** There when the recorder wants the page to make the film; other recorders capture the window. */
  var hollerFilmSink: ((message: string) => void) | undefined;
  var hollerFilm: FilmMaker | undefined;
}

/** What the page that is recorded needs of the browser; null when it was opened by somebody else than a recorder. */
export async function composeRecorder(): Promise<RecordedCall | null> {
  const address = readRecorderAddress(new URL(location.href));
  if (address === undefined) return null;
  return openRecordedCall({
    address,
    openSocket: socketsFrom(() => new WebSocket(recorderSocketPath(address.home))),
    startSfu: (options) => createSfuTransport(options, clock),
    clock,
    random,
    log: logToConsole,
    say: sayToRecorder,
  });
}

/** Whether the page has to draw, encode and hand over its film itself. */
export function makesFilm(): boolean {
  return globalThis[filmSinkName] !== undefined;
}

/**
 * Lets the recorder direct the film of what is in the canvas. The answer is where its sound comes from, or null when
 * there can be no film: the recorder has been told, instead of waiting half a minute for a page that cannot start.
 */
export async function offerFilm(canvas: HTMLCanvasElement): Promise<FilmSound | null> {
  const send = (message: FilmMessage) => globalThis[filmSinkName]?.(JSON.stringify(message));
  try {
    const { openFilm } = await import('./call/recorder/film/film.ts');
    const { maker, sound } = await openFilm(canvas, send);
    globalThis[filmMakerName] = maker;
    return sound;
  } catch {
    send({ kind: 'broken', why: 'the page could not load what makes its film' });
    return null;
  }
}

function sayToRecorder(line: string): void {
  // biome-ignore lint/suspicious/noConsole: recorders listen to the console
  console.log(line);
}
