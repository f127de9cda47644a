/** What the recorder's Chromium has and TypeScript's libraries lack. */

interface CanvasRenderingContext2D {
  /** Draws a child of a canvas that has `layoutsubtree`; behind `CanvasDrawElement`. */
  drawElementImage?(element: Element, x: number, y: number): void;
}

interface Uint8Array<TArrayBuffer> {
  toBase64(): string;
}
