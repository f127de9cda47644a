export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export function bytesOfWords(...words: readonly (string | number)[]): Bytes {
  // No word that comes in here has a line break in it: other words never make the same text.
  return encoder.encode(words.join('\n'));
}

/** Of base64url, as `textOfBytes` writes it. */
export function bytesOfText(text: string): Bytes {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
