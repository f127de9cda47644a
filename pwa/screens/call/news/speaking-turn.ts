/** A turn to speak: over once somebody has really spoken, and then been silent for a moment. */
export interface SpeakingTurn {
  /** Asked with every level of the microphone, 0 to 1, and the time in milliseconds. */
  isOver(level: number, at: number): boolean;
  /** Long enough for whoever mutes themselves now to have had their turn. */
  hasSpoken(): boolean;
}

/** A cough, or a word to somebody else in the room, is no turn. */
const leastSpokenMs = 2_000;
const silenceMs = 3_000;
/** Of the meter that people see; below it is the room. */
const speakingLevel = 0.15;
/** Between two levels; whoever reports less often was asleep in between. */
const longestStepMs = 500;

export function createTurn(): SpeakingTurn {
  let spokenMs = 0;
  let lastAt: number | null = null;
  let spokeAt = 0;
  return {
    isOver(level, at) {
      const stepMs = lastAt === null ? 0 : Math.min(at - lastAt, longestStepMs);
      lastAt = at;
      if (level >= speakingLevel) {
        spokenMs += stepMs;
        spokeAt = at;
      }
      return spokenMs >= leastSpokenMs && at - spokeAt >= silenceMs;
    },
    hasSpoken: () => spokenMs >= leastSpokenMs,
  };
}
