import { writeFileSync } from 'node:fs';

/** Small: what weighs most in a move is encoding. */
export const filmed = { width: 160, height: 90, framesPerSecond: 15 } as const;
const { width, height, framesPerSecond } = filmed;
const frames = 30;

/** A small film for Chromium's fake camera: a bar that moves over grey. */
export function writeCameraFile(file: string): void {
  const header = Buffer.from(
    `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`,
  );
  const pictures = Array.from({ length: frames }, (_, frame) => [
    Buffer.from('FRAME\n'),
    picture(frame),
  ]);
  writeFileSync(file, Buffer.concat([header, ...pictures.flat()]));
}

function picture(frame: number): Buffer {
  const planes = Buffer.alloc(width * height * 1.5, 128);
  const bar = Math.floor((frame / frames) * width);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < 40; column += 1) {
      planes[row * width + ((bar + column) % width)] = 235 - (row % 60);
    }
  }
  return planes;
}
