interface Sample {
  readonly roundTripMs: number;
  readonly offsetMs: number;
}

/** One exchange with the server: the answer was written half-way between question and answer. */
function sampleOf(askedAt: number, answeredAt: number, serverNow: number): Sample {
  const roundTripMs = answeredAt - askedAt;
  return { roundTripMs, offsetMs: serverNow - (askedAt + roundTripMs / 2) };
}

/** Old ones go: after sleep the machine's own clock may have been set anew. */
const keptSamples = 4;

export interface ServerClock {
  heard(askedAt: number, answeredAt: number, serverNow: number): void;
  /** To add to this machine's clock. 0 until the server has spoken. */
  offsetMs(): number;
}

export function createServerClock(): ServerClock {
  let samples: readonly Sample[] = [];
  return {
    heard(askedAt, answeredAt, serverNow) {
      const sample = sampleOf(askedAt, answeredAt, serverNow);
      // A negative round trip means that the local clock was set back in between.
      if (sample.roundTripMs >= 0) samples = [...samples, sample].slice(-keptSamples);
    },
    // The quickest exchange leaves the least room for error.
    offsetMs: () =>
      samples.reduce<Sample | undefined>(
        (best, sample) => (best && best.roundTripMs <= sample.roundTripMs ? best : sample),
        undefined,
      )?.offsetMs ?? 0,
  };
}
