import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sites {
  readonly origin: string;
  /** A page all in one colour with a bar that moves, which sounds one tone. */
  show(hue: number, toneHz: number): string;
  /** A page with this body. */
  page(body: string): string;
  stop(): Promise<void>;
}

/** Pages of somebody else: what people share, and where they are when they want to call. */
export async function startSites(): Promise<Sites> {
  const pages = new Map<string, string>();
  const server = createServer(({ url = '/' }, response) => {
    const page = pages.get(url);
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
    });
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  function page(body: string): string {
    const path = `/${pages.size}`;
    pages.set(path, `<!doctype html><html lang="en"><title>Page ${pages.size}</title>${body}`);
    return origin + path;
  }

  return {
    origin,
    page,
    show: (hue, toneHz) => page(showing(hue, toneHz)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function showing(hue: number, toneHz: number): string {
  return `<link rel="icon" href="data:,"><style>body{margin:0}canvas{width:100vw;height:100vh}</style>
<canvas width="320" height="180"></canvas>
<script>
  const paint = document.querySelector('canvas').getContext('2d');
  let frame = 0;
  setInterval(() => {
    frame += 1;
    paint.fillStyle = 'hsl(${hue} 100% 45%)';
    paint.fillRect(0, 0, 320, 180);
    paint.fillStyle = 'white';
    paint.fillRect((frame * 12) % 320, 0, 40, 180);
  }, 66);
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: ${toneHz} });
  tone.connect(new GainNode(context, { gain: 0.25 })).connect(context.destination);
  tone.start();
  addEventListener('click', () => context.resume());
</script>`;
}
