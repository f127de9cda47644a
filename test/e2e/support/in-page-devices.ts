import type { Looks } from './looks.ts';

/**
 * Runs in the page before its own code: cameras that show one colour with a bar that moves, microphones
 * that sound one tone, a screen that does both. It stands in for the browser's devices, not for anything
 * of ours: the product calls `navigator.mediaDevices` as always.
 */
export function installDevices(looks: Looks): void {
  const width = 320;
  const height = 180;
  // Five people in a mesh are twenty encoders on one small machine.
  const cameraRate = 8;
  /** Something moves on it: it is sent as a film. */
  const screenRate = 15;
  const { mediaDevices } = navigator as Partial<Navigator>;
  // An empty page, which Chromium opens first, is no secure one.
  if (mediaDevices === undefined) return;
  let speaker: AudioContext | undefined;

  function sound(): AudioContext {
    if (speaker !== undefined) return speaker;
    const context = new AudioContext();
    speaker = context;
    // As with a real microphone, its owner need not touch the page before it works.
    for (const gesture of ['click', 'keydown']) {
      addEventListener(gesture, () => void context.resume(), { capture: true });
    }
    return context;
  }

  function picture(hue: number, deviceId: string, framesPerSecond: number): MediaStreamTrack {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const paint = canvas.getContext('2d');
    const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
    if (paint === null || track === undefined)
      throw new Error('this browser has no canvas capture');
    let frame = 0;
    const draw = () => {
      if (track.readyState === 'ended') clearInterval(timer);
      frame += 1;
      paint.fillStyle = `hsl(${hue} 100% 45%)`;
      paint.fillRect(0, 0, width, height);
      paint.fillStyle = 'white';
      paint.fillRect((frame * 12) % width, 0, 40, height);
    };
    const timer = setInterval(draw, 1_000 / framesPerSecond);
    draw();
    return named(track, deviceId);
  }

  function tone(toneHz: number, deviceId: string): MediaStreamTrack {
    const context = sound();
    const oscillator = new OscillatorNode(context, { frequency: toneHz });
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    oscillator.connect(new GainNode(context, { gain: 0.25 })).connect(output);
    oscillator.start();
    const [track] = output.stream.getAudioTracks();
    if (track === undefined) throw new Error('this browser has no sound');
    return named(track, deviceId);
  }

  function named(track: MediaStreamTrack, deviceId: string): MediaStreamTrack {
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId });
    return track;
  }

  function pick<D extends { id: string }>(
    devices: readonly D[],
    wanted: MediaTrackConstraints | true,
  ): D {
    const asked = wanted === true ? undefined : wanted.deviceId;
    const exact = typeof asked === 'object' && 'exact' in asked ? asked.exact : undefined;
    const liked = typeof asked === 'object' && 'ideal' in asked ? asked.ideal : asked;
    const found = devices.find(({ id }) => id === (exact ?? liked));
    const chosen = exact === undefined ? (found ?? devices[0]) : found;
    if (chosen !== undefined) return chosen;
    throw new DOMException(
      'there is no such device',
      devices.length === 0 ? 'NotFoundError' : 'OverconstrainedError',
    );
  }

  const capture = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const { audio, video } = constraints;
    // A tab that an extension captured is no device of ours.
    if (typeof video === 'object' && 'mandatory' in video) return capture(constraints);
    const microphone = audio ? pick(looks.microphones, audio) : undefined;
    const camera = video ? pick(looks.cameras, video) : undefined;
    return new MediaStream([
      ...(microphone === undefined ? [] : [tone(microphone.toneHz, microphone.id)]),
      ...(camera === undefined ? [] : [picture(camera.hue, camera.id, cameraRate)]),
    ]);
  };

  mediaDevices.enumerateDevices = async () =>
    [
      ...looks.microphones.map((device) => ({ kind: 'audioinput' as const, ...device })),
      ...looks.cameras.map((device) => ({ kind: 'videoinput' as const, ...device })),
    ].map(({ kind, id, label }) => {
      const info = { kind, label, deviceId: id, groupId: '' };
      return { ...info, toJSON: () => info };
    });

  if ('getDisplayMedia' in mediaDevices) {
    mediaDevices.getDisplayMedia = async (options) =>
      new MediaStream([
        picture(looks.screen.hue, 'screen', screenRate),
        ...(options?.audio ? [tone(looks.screen.toneHz, 'screen')] : []),
      ]);
  }
}
