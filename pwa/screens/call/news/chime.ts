/** Each is known without looking: up is a beginning, down an end, and three notes are a knock. */
const notes = {
  begins: [587, 880],
  ends: [880, 587],
  joined: [523, 659],
  left: [659, 523],
  knock: [659, 784, 988],
  hand: [784, 784],
} as const;

export type Chime = keyof typeof notes;

const noteSeconds = 0.16;
const loudness = 0.12;

/** Resolves when it has sounded. A browser that makes no sound before a click loses little: words say the same. */
export async function playChime(what: Chime): Promise<void> {
  const sound = new AudioContext();
  try {
    let at = sound.currentTime;
    for (const frequency of notes[what]) {
      const note = new OscillatorNode(sound, { frequency });
      const volume = new GainNode(sound, { gain: 0 });
      // Without a slope at either end it would click.
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(loudness, at + 0.02);
      volume.gain.linearRampToValueAtTime(0, at + noteSeconds);
      note.connect(volume).connect(sound.destination);
      note.start(at);
      note.stop(at + noteSeconds);
      at += noteSeconds;
    }
    await new Promise((resolve) => setTimeout(resolve, 4_000 * noteSeconds));
  } catch {
    // No sound device, or none that may be used yet.
  } finally {
    await sound.close().catch(() => {});
  }
}
