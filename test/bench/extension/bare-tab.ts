import type { Page, Worker } from '@playwright/test';
import type { Sharer } from './shortcut-to-frame.ts';
import type { Workshop } from './workshop.ts';

interface ChromeInBench {
  readonly tabCapture: {
    getMediaStreamId(what: { targetTabId: number; consumerTabId: number }): Promise<string>;
  };
  readonly scripting: { executeScript(what: object): Promise<void> };
}

declare const chrome: ChromeInBench;

interface BarePage extends Window {
  offer(): Promise<string>;
  answer(offer: string): Promise<string>;
  settle(answer: string): Promise<void>;
  shareTab(capture: string): Promise<void>;
  stop(): void;
}

const sender = `<title>Sender</title><script>
  const connection = new RTCPeerConnection();
  const [audio, video] = ['audio', 'video'].map((kind) =>
    connection.addTransceiver(kind, { direction: 'sendonly' }));
  let stream;
  const gathered = () => new Promise((resolve) => {
    if (connection.iceGatheringState === 'complete') resolve();
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
  });
  window.offer = async () => {
    await connection.setLocalDescription();
    await gathered();
    return JSON.stringify(connection.localDescription);
  };
  window.settle = (answer) => connection.setRemoteDescription(JSON.parse(answer));
  window.shareTab = async (capture) => {
    const mandatory = { chromeMediaSource: 'tab', chromeMediaSourceId: capture };
    stream = await navigator.mediaDevices.getUserMedia({ audio: { mandatory }, video: { mandatory } });
    await Promise.all([
      audio.sender.replaceTrack(stream.getAudioTracks()[0]),
      video.sender.replaceTrack(stream.getVideoTracks()[0]),
    ]);
  };
  window.stop = () => {
    for (const track of stream.getTracks()) track.stop();
    audio.sender.replaceTrack(null);
    video.sender.replaceTrack(null);
  };
</script>`;

const receiver = `<title>Receiver</title><main data-path></main><script>
  const connection = new RTCPeerConnection();
  connection.ontrack = ({ track, transceiver }) => {
    if (track.kind !== 'video') return;
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
    video.srcObject = new MediaStream([track]);
    document.querySelector('main').append(video);
  };
  window.answer = async (offer) => {
    await connection.setRemoteDescription(JSON.parse(offer));
    await connection.setLocalDescription();
    await new Promise((resolve) => {
      if (connection.iceGatheringState === 'complete') resolve();
      connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
    });
    return JSON.stringify(connection.localDescription);
  };
</script>`;

/** The least that it can be: a page that captures the tab and sends it over a connection that is open already. */
export async function openBarePair(
  { holder, sites, newViewer }: Workshop,
  viewerScript: () => void,
  tabOf: (page: Page) => Promise<number>,
): Promise<Sharer> {
  const page = await holder.context.newPage();
  await page.goto(sites.page(sender));
  const viewer = await newViewer();
  await viewer.addInitScript(viewerScript);
  await viewer.goto(sites.page(receiver));
  const offer = await page.evaluate(() => (window as unknown as BarePage).offer());
  const answer = await viewer.evaluate(
    (theirs) => (window as unknown as BarePage).answer(theirs),
    offer,
  );
  await page.evaluate((theirs) => (window as unknown as BarePage).settle(theirs), answer);
  const consumer = await tabOf(page);

  return {
    viewer,
    share: (worker, tab) => shareBare(worker, tab, consumer),
    stop: () => page.evaluate(() => (window as unknown as BarePage).stop()),
  };
}

function shareBare(worker: Worker, tab: number, consumer: number): Promise<number> {
  return worker.evaluate(
    async ([targetTabId, consumerTabId]) => {
      const startedAt = performance.timeOrigin + performance.now();
      const id = await chrome.tabCapture.getMediaStreamId({ targetTabId, consumerTabId });
      await chrome.scripting.executeScript({
        target: { tabId: consumerTabId },
        world: 'MAIN',
        func: (capture: string) => void (window as unknown as BarePage).shareTab(capture),
        args: [id],
      });
      return startedAt;
    },
    [tab, consumer] as const,
  );
}
