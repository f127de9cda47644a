import { TwirpError } from './twirp.ts';

const longest = 512;
const plainName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** A path below the bucket, of plain names: nothing that leaves it, hides, or means something to a server or shell. */
export function objectKey(path: string): string {
  const names = path.split('/');
  const isPlain = names.every((name) => plainName.test(name) && !name.includes('..'));
  if (!isPlain || path.length > longest) {
    throw new TwirpError(
      'invalid_argument',
      'Paths are made of letters, digits, dots, dashes and underscores, with single slashes between.',
    );
  }
  return path;
}

export function extended(key: string, extension: string): string {
  return key.endsWith(extension) ? key : `${key}${extension}`;
}
