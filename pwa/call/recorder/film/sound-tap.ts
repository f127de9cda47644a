/** This file runs on the audio thread, which loads it by its own address; `audio-worklet.d.ts` has its types. */

/** A piece is as long as an AAC frame: 21 ms. */
const pieceSamples = 1_024;

/** Hands on everything that it hears, and silence where nothing plays. */
class SoundTap extends AudioWorkletProcessor {
  #left = new Float32Array(pieceSamples);
  #right = new Float32Array(pieceSamples);
  #filled = 0;

  override process([input]: Float32Array[][]): boolean {
    const [left, right = left] = input ?? [];
    const quantum = left?.length ?? 128;
    if (left !== undefined && right !== undefined) {
      this.#left.set(left, this.#filled);
      this.#right.set(right, this.#filled);
    }
    this.#filled += quantum;
    if (this.#filled >= pieceSamples) this.#handOn(quantum);
    return true;
  }

  #handOn(quantum: number): void {
    const [left, right] = [this.#left, this.#right];
    // The time of the context is that of this quantum's first sample.
    const startSeconds = currentTime + (quantum - pieceSamples) / sampleRate;
    this.port.postMessage({ startSeconds, left, right }, [left.buffer, right.buffer]);
    this.#left = new Float32Array(pieceSamples);
    this.#right = new Float32Array(pieceSamples);
    this.#filled = 0;
  }
}

registerProcessor('sound-tap', SoundTap);
