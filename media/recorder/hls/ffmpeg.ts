import { findProgram } from '../../../edge/dev/find-program.ts';

export const howToGetSegments = 'Segments need ffmpeg, which is not installed here';

export function findFfmpeg(): string | null {
  return findProgram(['ffmpeg']);
}

/** Cuts what it reads, names each piece as it is finished, and turns the sound into AAC, which HLS asks for. */
export function segmentArguments(seconds: number, pattern: string): string[] {
  return [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'mp4', '-i', 'pipe:0'],
    ...['-c:v', 'copy', '-c:a', 'aac', '-b:a', '128k', '-ar', '48000'],
    ...['-f', 'segment', '-segment_time', String(seconds), '-segment_format', 'mpegts'],
    ...['-segment_list', 'pipe:1', '-segment_list_type', 'csv', pattern],
  ];
}
