import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const captureName = 'capture.mp4';

/** The folder of one recording: what outlives the recorder's end. */
export interface Spool {
  readonly folder: string;
  /** Stores a small value whole or not at all. */
  remember(name: string, value: unknown): void;
  /** Null when there is none that can be read. */
  recall(name: string): unknown;
  /** Ready for more, after whatever is in it. */
  openCapture(): Promise<CaptureFile>;
  /** Only what is large: what became of the recording stays known. */
  discardMedia(): Promise<void>;
  discard(): Promise<void>;
}

export interface CaptureFile {
  /** How much of it is in the file. */
  readonly bytes: number;
  readonly file: FileHandle;
  /** In the order of the calls; rejects when the disk takes no more. */
  append(bytes: Uint8Array): Promise<void>;
  read(from: number, to: number): Promise<Buffer<ArrayBuffer>>;
  close(): Promise<void>;
}

export function spoolIn(folder: string): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (name: string) => join(folder, `${name}.json`);
  return {
    folder,
    remember(name, value) {
      const unfinished = `${fileOf(name)}.new`;
      writeFileSync(unfinished, JSON.stringify(value), { mode: 0o600 });
      renameSync(unfinished, fileOf(name));
    },
    recall(name) {
      try {
        return JSON.parse(readFileSync(fileOf(name), 'utf8'));
      } catch {
        return null;
      }
    },
    openCapture: () => openCapture(join(folder, captureName)),
    async discardMedia() {
      const kept = (name: string) => name.endsWith('.json');
      const media = readdirSync(folder).filter((name) => !kept(name));
      for (const name of media) await rm(join(folder, name), { recursive: true, force: true });
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

export function spoolsIn(folder: string): Spool[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).map((name) => spoolIn(join(folder, name)));
}

async function openCapture(path: string): Promise<CaptureFile> {
  const file = await open(path, 'a+', 0o600);
  let bytes = (await file.stat()).size;
  let last: Promise<void> = Promise.resolve();
  return {
    file,
    get bytes() {
      return bytes;
    },
    append(chunk) {
      last = last.then(async () => {
        try {
          await file.appendFile(chunk);
        } finally {
          // A disk that is full has taken some of it.
          bytes = (await file.stat()).size;
        }
      });
      return last;
    },
    async read(from, to) {
      const buffer = Buffer.alloc(to - from);
      await file.read(buffer, 0, buffer.length, from);
      return buffer;
    },
    close: () => file.close(),
  };
}
