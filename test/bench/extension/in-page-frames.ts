declare global {
  interface Window {
    benchFrames: {
      /** When a frame of another's picture was first on screen after this moment; waits for it. */
      firstAfter(since: number): Promise<number>;
    };
  }
}

/** Runs in a page before its own code: notes when pictures are on screen that did not come from this page. */
export function noteFrames(): void {
  const times: number[] = [];
  let wake = (): void => {};
  const now = () => performance.timeOrigin + performance.now();

  function watch(video: HTMLVideoElement): void {
    const note = () => {
      const stream = video.srcObject;
      const isOurs =
        stream instanceof MediaStream && stream.getVideoTracks()[0]?.label === 'screen';
      if (!isOurs && video.closest('[data-path]') !== null) {
        times.push(now());
        wake();
      }
      if (video.isConnected) video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }

  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof HTMLVideoElement) watch(node);
      else if (node instanceof Element)
        for (const video of node.querySelectorAll('video')) watch(video);
    }
  }).observe(document, { childList: true, subtree: true });

  window.benchFrames = {
    async firstAfter(since) {
      for (;;) {
        const first = times.find((at) => at > since);
        if (first !== undefined) return first;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
