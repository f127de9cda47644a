import type { Frame } from './gaps.ts';

interface Heard {
  switches: number[];
  pauses: { at: number; ms: number }[];
  louder: { at: number; ms: number }[];
}

export interface BenchSigns {
  /** Frames of others that were shown, by seat. */
  frames: Record<string, Frame[]>;
  /** What was heard of them: see `Hearing`. */
  hearing: Record<string, Heard>;
  /** Tells the room that the mesh is too much for this page. */
  complain(): void;
}

declare global {
  interface Window {
    benchSigns: BenchSigns;
  }
}

/**
 * Runs in a page before its own code: notes every frame of others and, if it `listens`, every pause in what is
 * heard. To listen is work for the machine, so not everybody does at once.
 */
export function noteSigns({ listens }: { readonly listens: boolean }): void {
  const signs: BenchSigns = { frames: {}, hearing: {}, complain: () => {} };
  window.benchSigns = signs;
  const now = () => performance.timeOrigin + performance.now();
  const seatOf = (element: Element) =>
    element.closest<HTMLElement>('[data-seat]')?.dataset.seat ?? 'nobody';
  const trackOf = ({ srcObject }: HTMLMediaElement) =>
    srcObject instanceof MediaStream ? srcObject.getTracks()[0]?.id : undefined;

  function watch(video: HTMLVideoElement): void {
    const noteFrame = () => {
      const track = trackOf(video);
      if (track !== undefined && video.closest('[data-path]') !== null) {
        const seat = seatOf(video);
        signs.frames[seat] ??= [];
        signs.frames[seat].push({ at: now(), track });
      }
      if (video.isConnected) video.requestVideoFrameCallback(noteFrame);
    };
    video.requestVideoFrameCallback(noteFrame);
  }
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof HTMLVideoElement) watch(node);
      else if (node instanceof Element) node.querySelectorAll('video').forEach(watch);
    }
  }).observe(document, { childList: true, subtree: true });

  if (listens) hearAudio();
  overhearRoom();
  speakNoise();

  /**
   * Each person has one listener, which goes on by its own clock while what is played of them is replaced; it
   * hears all of it at once, so somebody who is played twice is louder.
   */
  function hearAudio(): void {
    const shortestMs = 5;
    const listener = `registerProcessor('listener', class extends AudioWorkletProcessor {
      loudAt = null;
      usual = 0;
      recent = [];
      louderSince = null;
      process([[samples] = []]) {
        let power = 0;
        for (const sample of samples ?? []) power += sample * sample;
        if (samples === undefined || power / samples.length < 1e-5) return true;
        const pauseMs = this.loudAt === null ? 0 : (currentTime - this.loudAt) * 1000;
        if (pauseMs > ${shortestMs}) this.port.postMessage({ pauseMs });
        this.loudAt = currentTime;
        this.judge(power / samples.length);
        return true;
      }
      /** Three decibels are twice the power; a little less, so that none is missed. */
      judge(power) {
        this.recent.push(power);
        if (this.recent.length > 8) this.recent.shift();
        const now = this.recent.reduce((sum, each) => sum + each, 0) / this.recent.length;
        const isLouder = this.usual > 0 && now > 1.8 * this.usual;
        // What lasts is usual after half a second.
        this.usual += (now - this.usual) * (this.usual === 0 ? 1 : 0.005);
        if (isLouder) {
          this.louderSince ??= currentTime;
          return;
        }
        if (this.louderSince !== null) {
          this.port.postMessage({ louderMs: (currentTime - this.louderSince) * 1000 });
        }
        this.louderSince = null;
      }
    })`;
    const address = URL.createObjectURL(new Blob([listener], { type: 'text/javascript' }));
    let context: Promise<AudioContext> | undefined;
    const ears = new Map<string, AudioWorkletNode>();
    const inputs = new WeakMap<HTMLMediaElement, AudioNode>();

    async function open(): Promise<AudioContext> {
      const opened = new AudioContext();
      await opened.audioWorklet.addModule(address);
      return opened;
    }

    function earOf(seat: string, on: AudioContext, heard: BenchSigns['hearing'][string]) {
      const known = ears.get(seat);
      if (known !== undefined) return known;
      const ear = new AudioWorkletNode(on, 'listener');
      ear.port.onmessage = ({ data: { pauseMs, louderMs } }) => {
        if (pauseMs !== undefined) heard.pauses.push({ at: now(), ms: pauseMs });
        else heard.louder.push({ at: now(), ms: louderMs });
      };
      ear.connect(on.destination);
      ears.set(seat, ear);
      return ear;
    }

    async function hear(player: HTMLMediaElement, stream: MediaStream | null): Promise<void> {
      context ??= open();
      const on = await context;
      if (player.srcObject !== stream) return;
      inputs.get(player)?.disconnect();
      if (stream === null) return;
      const seat = seatOf(player);
      signs.hearing[seat] ??= { switches: [], pauses: [], louder: [] };
      const heard = signs.hearing[seat];
      const input = on.createMediaStreamSource(stream);
      input.connect(earOf(seat, on, heard));
      inputs.set(player, input);
      heard.switches.push(now());
    }

    const { srcObject } = Object.getOwnPropertyDescriptors(HTMLMediaElement.prototype);
    Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
      ...srcObject,
      set(this: HTMLMediaElement, stream: MediaStream | null) {
        srcObject.set?.call(this, stream);
        if (this instanceof HTMLAudioElement) void hear(this, stream);
      },
    });
  }

  function overhearRoom(): void {
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        if (!new URL(this.url).pathname.endsWith('/socket')) return;
        let epoch = 0;
        this.addEventListener('message', ({ data }) => {
          for (const [, found] of String(data).matchAll(/"transport":\{[^}]*"epoch":(\d+)/g)) {
            epoch = Number(found);
          }
        });
        signs.complain = () => this.send(JSON.stringify({ type: 'mesh-too-much', epoch }));
      }
    };
  }

  /** Noise that never pauses, without the processing that would take it for what it is. */
  function speakNoise(): void {
    const { mediaDevices } = navigator as Partial<Navigator>;
    if (mediaDevices === undefined) return;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    mediaDevices.getUserMedia = ({ audio, ...rest } = {}) =>
      open(audio ? { ...rest, audio: { ...(typeof audio === 'object' && audio), ...raw } } : rest);
  }
}
