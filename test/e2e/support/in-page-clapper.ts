/** Of the tone that is heard while the strip at the top of the picture is white. */
export const clapHz = 880;

/** Runs in the page before its own code: a camera and a microphone that clap once a second, at the same moment. */
export function installClapper(toneHz: number): void {
  const { mediaDevices } = navigator as Partial<Navigator>;
  if (mediaDevices === undefined) return;
  const framesPerSecond = 30;

  mediaDevices.getUserMedia = async (constraints = {}) => {
    const sound = new AudioContext();
    for (const gesture of ['click', 'keydown']) {
      addEventListener(gesture, () => void sound.resume(), { capture: true });
    }
    const tone = new OscillatorNode(sound, { frequency: toneHz });
    const loudness = new GainNode(sound, { gain: 0 });
    const microphone = new MediaStreamAudioDestinationNode(sound, { channelCount: 1 });
    tone.connect(loudness).connect(microphone);
    tone.start();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 180 });
    const paint = canvas.getContext('2d');
    let frame = 0;
    setInterval(() => {
      if (paint === null) return;
      frame += 1;
      const claps = performance.now() % 1_000 < 250;
      paint.fillStyle = '#205080';
      paint.fillRect(0, 0, canvas.width, canvas.height);
      paint.fillStyle = '#e0e0e0';
      paint.fillRect((frame * 4) % canvas.width, 100, 20, 20);
      paint.fillStyle = claps ? '#fff' : '#000';
      paint.fillRect(0, 0, canvas.width, 60);
      loudness.gain.value = claps ? 0.5 : 0;
    }, 1_000 / framesPerSecond);
    return new MediaStream([
      ...(constraints.video ? canvas.captureStream(framesPerSecond).getVideoTracks() : []),
      ...(constraints.audio ? microphone.stream.getAudioTracks() : []),
    ]);
  };
}
