export interface PageCaptureOptions {
  readonly width: number;
  readonly height: number;
  readonly framerate: number;
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
  /** Pieces come out of the browser at key frames. */
  readonly keyFrameMs: number;
}

export interface PageCapture {
  start(): Promise<void>;
  /** Resolves when everything has been delivered. */
  stop(): Promise<void>;
}

export type PageMessage =
  | { readonly kind: 'piece'; readonly data: string }
  | { readonly kind: 'ended'; readonly why: string };

declare global {
  /** How the page's side reaches the recorder's. */
  var hollerTell: (message: string) => void;
  var hollerCapture: PageCapture;
}

/** Runs in a world of its own beside the page: its text is sent there, so it uses nothing from outside. */
export async function installCapture(options: PageCaptureOptions): Promise<void> {
  const { width, height, framerate, keyFrameMs } = options;
  const tell = (message: PageMessage) => globalThis.hollerTell(JSON.stringify(message));
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { width, height, frameRate: framerate, cursor: 'never' } as MediaTrackConstraints,
    audio: {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: 2,
      // Who sits at this machine may be in the call and would hear everybody twice.
      suppressLocalAudioPlayback: true,
    } as MediaTrackConstraints,
    preferCurrentTab: true,
  } as DisplayMediaStreamOptions);
  const recorder = new MediaRecorder(stream, {
    mimeType: 'video/mp4;codecs=avc1.42E01E,opus',
    videoBitsPerSecond: options.videoBitsPerSecond,
    audioBitsPerSecond: options.audioBitsPerSecond,
    videoKeyFrameIntervalDuration: keyFrameMs,
  } as MediaRecorderOptions);

  let last: Promise<void> = Promise.resolve();
  recorder.ondataavailable = ({ data }) => {
    last = last.then(() => deliver(data));
    // Without one of them, those after it cannot be played.
    last.catch(() => tell({ kind: 'ended', why: 'the browser could not hand over a piece' }));
  };
  recorder.onerror = () => tell({ kind: 'ended', why: 'the browser could not go on encoding' });
  for (const track of stream.getTracks()) {
    track.onended = () => tell({ kind: 'ended', why: 'the browser ended the capture' });
  }

  async function deliver(blob: Blob): Promise<void> {
    if (blob.size === 0) return;
    const url = await new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
    tell({ kind: 'piece', data: url.slice(url.lastIndexOf(',') + 1) });
  }

  globalThis.hollerCapture = {
    start: () =>
      new Promise((resolve) => {
        recorder.onstart = () => resolve();
        recorder.start(1_000);
      }),
    async stop() {
      if (recorder.state !== 'inactive') {
        const stopped = new Promise((resolve) => {
          recorder.onstop = resolve;
        });
        recorder.stop();
        await stopped;
      }
      await last;
    },
  };
}
