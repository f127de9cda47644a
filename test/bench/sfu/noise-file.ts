import { writeFileSync } from 'node:fs';

const sampleRate = 48_000;
const seconds = 4;
const headerBytes = 44;
const bytesPerSample = 2;

/** Noise for Chromium's fake microphone, which plays it over and over: as loud at any moment as at any other. */
export function writeNoiseFile(file: string): void {
  const samples = new Int16Array(sampleRate * seconds);
  for (let index = 0; index < samples.length; index += 1) {
    const loudness = 0.3 + 0.1 * Math.sin(index / 80);
    samples[index] = (Math.random() - 0.5) * loudness * 32_767;
  }
  writeFileSync(file, Buffer.concat([header(samples.byteLength), Buffer.from(samples.buffer)]));
}

function header(dataBytes: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * bytesPerSample, 28);
  bytes.writeUInt16LE(bytesPerSample, 32);
  bytes.writeUInt16LE(bytesPerSample * 8, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}
