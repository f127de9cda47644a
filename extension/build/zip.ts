import { type Zippable, zipSync } from 'fflate';

interface PackedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The earliest day that a zip can name: when something was built changes nothing in what it is. */
const noDay = new Date(1980, 0, 1);

export function zipOf(files: readonly PackedFile[]): Uint8Array {
  const sorted = [...files].sort((one, other) => (one.name < other.name ? -1 : 1));
  const entries: Zippable = Object.fromEntries(
    sorted.map(({ name, content }) => [name, [content, { mtime: noDay, level: 9 }]]),
  );
  return zipSync(entries);
}
