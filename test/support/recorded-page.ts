import { createServer, type Server } from 'node:http';
import { createInbox, type Inbox } from './inbox.ts';

/** Red on the left, blue on the right, a white square that moves, and once a second a white strip with a tone. */
export const toneHz = 880;
const script = `
const pen = canvas.getContext('2d');
const wants = new URLSearchParams(location.search);
const sound = new AudioContext();
const tone = new OscillatorNode(sound, { frequency: ${toneHz} });
const loudness = new GainNode(sound, { gain: 0 });
tone.connect(loudness).connect(sound.destination);
tone.start();
const noise = new ImageData(canvas.width / 4, canvas.height / 4);
let flashed = false;
let frame = 0;
function draw() {
  requestAnimationFrame(draw);
  frame += 1;
  // As a video of 30 pictures a second: a canvas at 60 would be recorded no better.
  if (frame % 2) return;
  const seconds = performance.now() / 1000;
  const flash = seconds % 1 < 0.2;
  pen.fillStyle = '#c02010';
  pen.fillRect(0, 0, canvas.width / 2, canvas.height);
  pen.fillStyle = '#1030c0';
  pen.fillRect(canvas.width / 2, 0, canvas.width / 2, canvas.height);
  if (wants.has('noise')) {
    for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = Math.random() * 256;
    for (let x = 0; x < 4; x += 1) for (let y = 1; y < 4; y += 1) pen.putImageData(noise, x * noise.width, y * noise.height);
  }
  pen.fillStyle = '#fff';
  pen.fillRect((seconds * 200) % canvas.width, canvas.height / 2, 80, 80);
  pen.fillStyle = flash ? '#fff' : '#000';
  pen.fillRect(0, 0, canvas.width, 80);
  if (flash !== flashed) loudness.gain.value = flash ? 0.5 : 0;
  flashed = flash;
}
draw();
const say = (line, after) => setTimeout(() => console.log(line), after);
if (!wants.has('silent')) say('START_RECORDING', 300);
if (wants.has('hangAfter')) setTimeout(hang, Number(wants.get('hangAfter')));
// Its thread waits for an answer that never comes.
function hang() {
  const request = new XMLHttpRequest();
  request.open('GET', '/never', false);
  request.send();
}
if (wants.has('endAfter')) say('END_RECORDING', Number(wants.get('endAfter')));
`;
const html = `<!doctype html><title>Recorded</title>
<style>body { margin: 0; overflow: hidden } canvas { display: block; width: 100vw; height: 100vh }</style>
<canvas id="canvas" width="1280" height="720"></canvas><script>${script}</script>`;

export interface RecordedPages {
  readonly url: string;
  /** The parameters that each was opened with. */
  readonly opened: Inbox<URLSearchParams>;
  close(): void;
}

/** Stands in for the page of the call: colours, a tone, and the signals that recorders wait for. */
export async function serveRecordedPages(): Promise<RecordedPages> {
  const opened = createInbox<URLSearchParams>('The page');
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/never') return;
    if (url.pathname !== '/recorder') {
      response.writeHead(404).end('There is no such page.');
      return;
    }
    opened.put(url.searchParams);
    response.setHeader('content-type', 'text/html');
    // As strict as a real one: what a recorder adds must not need more.
    response.setHeader('content-security-policy', "default-src 'self' 'unsafe-inline'");
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}/recorder`,
    opened,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
