/** A track that can be unplugged. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly device: string;
  enabled = true;
  readyState: MediaStreamTrackState = 'live';
  /** What it was last asked to have. */
  height: number | null = null;

  constructor(kind: 'audio' | 'video', device: string) {
    super();
    this.kind = kind;
    this.device = device;
  }

  async applyConstraints({ height }: { height: { ideal: number } }): Promise<void> {
    this.height = height.ideal;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

type Wish = MediaTrackConstraints | boolean | undefined;

function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** `navigator.mediaDevices` of a machine whose devices tests plug in and out. */
export class FakeMediaDevices extends EventTarget {
  readonly plugged = { audio: ['built-in'], video: ['webcam'] };
  readonly tracks: FakeTrack[] = [];
  prompts = 0;
  /** Names of errors, by kind; both when either is asked for with the other. */
  readonly refuse: { audio?: string; video?: string; display?: string } = {};
  /** Held until a test lets it go. */
  gate: Promise<void> = Promise.resolve();

  #open(kind: 'audio' | 'video', wish: Wish): FakeTrack[] {
    if (wish === undefined || wish === false) return [];
    const refusal = this.refuse[kind];
    if (refusal !== undefined) throw failure(refusal);
    const [first] = this.plugged[kind];
    if (first === undefined) throw failure('NotFoundError');
    const ideal =
      typeof wish === 'object' ? (wish.deviceId as { ideal?: string })?.ideal : undefined;
    const device = this.plugged[kind].find((id) => id === ideal) ?? first;
    return [new FakeTrack(kind, device)];
  }

  #stream(tracks: FakeTrack[]): MediaStream {
    this.tracks.push(...tracks);
    const of = (kind: string) => tracks.filter((track) => track.kind === kind);
    return {
      getTracks: () => tracks,
      getAudioTracks: () => of('audio'),
      getVideoTracks: () => of('video'),
    } as unknown as MediaStream;
  }

  async getUserMedia({ audio, video }: MediaStreamConstraints): Promise<MediaStream> {
    this.prompts += 1;
    await this.gate;
    return this.#stream([...this.#open('audio', audio), ...this.#open('video', video)]);
  }

  async getDisplayMedia(): Promise<MediaStream> {
    await this.gate;
    if (this.refuse.display !== undefined) throw failure(this.refuse.display);
    return this.#stream([new FakeTrack('video', 'screen'), new FakeTrack('audio', 'screen')]);
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const of = (kind: string, ids: string[]) =>
      ids.map((deviceId) => ({ kind, deviceId, label: deviceId }));
    return [
      ...of('audioinput', this.plugged.audio),
      ...of('videoinput', this.plugged.video),
    ] as MediaDeviceInfo[];
  }

  change(): void {
    this.dispatchEvent(new Event('devicechange'));
  }

  live(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }
}
