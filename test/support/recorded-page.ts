import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { build } from 'vite';
import { inRoot } from '../../edge/dev/paths.ts';
import { filmMakerName, filmSinkName } from '../../edge/protocol/film.ts';
import { createInbox, type Inbox } from './inbox.ts';

/** Red on the left, blue on the right, a white square that moves, and once a second a white strip with a tone. */
export const toneHz = 880;
const script = `
import { openFilm } from '/film.js';
// Chromium draws a canvas in a canvas as large as its bitmap, whatever its styles say.
canvas.width = innerWidth;
canvas.height = innerHeight;
const pen = canvas.getContext('2d');
const wants = new URLSearchParams(location.search);
const sound = new AudioContext();
const tone = new OscillatorNode(sound, { frequency: ${toneHz} });
const loudness = new GainNode(sound, { gain: 0 });
const heard = sound.createMediaStreamDestination();
tone.connect(loudness);
loudness.connect(heard);
loudness.connect(sound.destination);
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
const send = globalThis.${filmSinkName};
if (send !== undefined) {
  // Other recorders capture the window, in which what is inside of a canvas would not show.
  const film = document.createElement('canvas');
  film.className = 'film';
  film.setAttribute('layoutsubtree', '');
  film.append(document.querySelector('.picture'));
  document.body.append(film);
  const { maker, sound: mix } = await openFilm(film, (message) => send(JSON.stringify(message)));
  mix.setTracks(new Set(heard.stream.getTracks()));
  if (!wants.has('filmless')) globalThis.${filmMakerName} = maker;
}
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
const styles = `body { margin: 0; overflow: hidden }
.film { display: block }
.picture, .picture canvas { display: block; width: 100vw; height: 100vh }`;
/** That of the real page: making a film must not need more. */
const policy =
  /\/recorder\n.*\n\s+Content-Security-Policy: (.*)/.exec(
    readFileSync(inRoot('pwa/public/_headers'), 'utf8'),
  )?.[1] ?? '';
const html = `<!doctype html><title>Recorded</title>
<link rel="stylesheet" href="/page.css">
<div class="picture"><canvas id="canvas"></canvas></div>
<script type="module" src="/page.js"></script>`;

export interface RecordedPages {
  readonly url: string;
  /** The parameters that each was opened with. */
  readonly opened: Inbox<URLSearchParams>;
  close(): void;
}

/** Stands in for the page of the call: colours, a tone, and the signals that recorders wait for. */
export async function serveRecordedPages(): Promise<RecordedPages> {
  const opened = createInbox<URLSearchParams>('The page');
  const files = await filesOfPage();
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/never') return;
    const file = files.get(url.pathname);
    if (file !== undefined) {
      response.setHeader(
        'content-type',
        url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript',
      );
      response.end(file);
      return;
    }
    if (url.pathname !== '/recorder') {
      response.writeHead(404).end('There is no such page.');
      return;
    }
    opened.put(url.searchParams);
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', policy);
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

/** With the real film maker, as it is built for the real page. */
async function filesOfPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: inRoot('pwa'),
    publicDir: false,
    build: {
      write: false,
      target: 'chrome150',
      minify: false,
      lib: { entry: inRoot('pwa/call/recorder/film/film.ts'), formats: ['es'], fileName: 'film' },
    },
  });
  const outputs = Array.isArray(built) ? built.flatMap(({ output }) => output) : [];
  return new Map<string, string | Uint8Array>([
    ['/page.js', script],
    ['/page.css', styles],
    ...outputs.map((file) => {
      const content = file.type === 'chunk' ? file.code : file.source;
      return [`/${file.fileName}`, content] as const;
    }),
  ]);
}
