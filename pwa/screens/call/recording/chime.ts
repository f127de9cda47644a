/** Up when it begins, down when it ends: known without looking. */
const notes = { begins: [587, 880], ends: [880, 587] } as const;

const noteSeconds = 0.16;
const loudness = 0.12;

export async function chime(what: keyof typeof notes, sound: AudioContext): Promise<void> {
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
  } finally {
    await sound.close().catch(() => {});
  }
}
