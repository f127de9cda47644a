/** What the recorder's Chromium has and TypeScript's libraries lack. */

interface CanvasRenderingContext2D {
  /** Draws a child of a canvas that has `layoutsubtree`; behind `CanvasDrawElement`. */
  drawElementImage?(element: Element, x: number, y: number): void;
}

interface AudioContextOptions {
  /** `none` keeps time without a sound card. */
  sinkId?: { readonly type: 'none' };
}

interface Uint8Array<TArrayBuffer> {
  toBase64(): string;
}
