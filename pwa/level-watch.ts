type LevelWatcher = (
  track: MediaStreamTrack,
  onLevel: (level: number) => void,
  signal: AbortSignal,
) => void;

const everyMs = 66;
/** Speech at an ordinary distance fills about two thirds of the meter with this. */
const gain = 6;

/** A level for the eye alone: the root mean square of the last moment, not a calibrated figure. */
export function createLevelWatcher(openContext: () => AudioContext): LevelWatcher {
  return (track, onLevel, signal) => {
    const context = openContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      onLevel(Math.min(1, gain * rootMeanSquare(samples)));
    }, everyMs);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(timer);
        void context.close();
      },
      { once: true },
    );
  };
}

function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
