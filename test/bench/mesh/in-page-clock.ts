export interface BenchClock {
  /** When Join was pressed last, in milliseconds since 1970; null before. */
  joinedAt: number | null;
  /** When the first frame of each remote track was on screen, by track. */
  readonly firstFrames: Map<string, number>;
  /** What the page asked its devices for. */
  asked: MediaStreamConstraints | null;
}

declare global {
  interface Window {
    benchClock: BenchClock;
  }
}

/** Runs in a page before its own code: notes when Join is pressed and when pictures of others appear. */
export function startClock(): void {
  const clock: BenchClock = { joinedAt: null, firstFrames: new Map(), asked: null };
  window.benchClock = clock;
  const now = () => performance.timeOrigin + performance.now();

  const isJoin = (target: EventTarget | null) =>
    target instanceof Element && target.closest('button')?.textContent?.trim() === 'Join';
  const noteJoin = ({ target }: Event) => {
    if (isJoin(target)) clock.joinedAt = now();
  };
  addEventListener('click', noteJoin, { capture: true });

  function watch(video: HTMLVideoElement): void {
    const noteFrame = () => {
      const stream = video.srcObject instanceof MediaStream ? video.srcObject : undefined;
      const id = stream?.getVideoTracks()[0]?.id;
      if (id !== undefined && video.closest('[data-path]') !== null && !clock.firstFrames.has(id)) {
        clock.firstFrames.set(id, now());
      }
      if (video.isConnected) video.requestVideoFrameCallback(noteFrame);
    };
    video.requestVideoFrameCallback(noteFrame);
  }

  const videosIn = (node: Node) =>
    node instanceof HTMLVideoElement
      ? [node]
      : node instanceof Element
        ? [...node.querySelectorAll('video')]
        : [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) [...addedNodes].flatMap(videosIn).forEach(watch);
  }).observe(document, { childList: true, subtree: true });

  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (devices === undefined) return;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints) => {
    clock.asked = constraints ?? null;
    return open(constraints);
  };
}

/** Runs in a page after `startClock`: fills in a name where one is asked for, and presses Join at once. */
export function joinAtOnce(name: string): void {
  const observer = new MutationObserver(() => {
    const button = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent?.trim() === 'Join',
    );
    if (button === undefined) return;
    observer.disconnect();
    const field = document.querySelector<HTMLInputElement>('input[autocomplete="name"]');
    if (field !== null && field.value === '') {
      field.value = name;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    button.click();
  });
  observer.observe(document, { childList: true, subtree: true });
}
