import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { inRoot } from '../../edge/dev/paths.ts';
import { manifestOf, messages, type Target, targets } from './manifest.ts';
import { zipOf } from './zip.ts';

const home = inRoot('extension');
const dist = join(home, 'dist');
const code = join(dist, 'code');

/** No page of ours writes raw HTML, and stores look for whatever could: what would be HTML is text. */
const withoutRawHtml: Plugin = {
  name: 'without-raw-html',
  transform: (code, id) =>
    /node_modules\/preact\//.test(id) && code.includes('.innerHTML')
      ? { code: code.replaceAll('.innerHTML', '.textContent'), map: null }
      : null,
};

const base: InlineConfig = {
  configFile: false,
  root: home,
  base: '',
  logLevel: 'warn',
  publicDir: false,
  plugins: [withoutRawHtml],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: code,
    emptyOutDir: false,
    // The first with `light-dark()`, which the design tokens are made of, and what the manifests ask for.
    target: ['chrome123', 'firefox142'],
    // All of a page's code at once, instead of one file after the other.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
};

/** `extension/dist`: a folder per browser to load unpacked, and a package per store. The same sources, the same bytes. */
export async function buildExtension(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  await buildPages();
  for (const script of ['bridge', 'click-to-call']) await buildContentScript(script);
  cpSync(join(home, 'icons'), join(code, 'icons'), { recursive: true });
  cpSync(inRoot('pwa/public/icon.svg'), join(code, 'icons/icon.svg'));
  mkdirSync(join(code, '_locales/en'), { recursive: true });
  writeFileSync(join(code, '_locales/en/messages.json'), json(messages));
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  for (const target of targets) pack(target, version);
  rmSync(code, { recursive: true });
}

/** One by one, so that nothing is shared: the popup is open the sooner the fewer files it is made of. */
async function buildPages(): Promise<void> {
  const pages = {
    worker: 'worker/worker.ts',
    popup: 'popup/index.html',
    options: 'options/index.html',
  };
  for (const [name, source] of Object.entries(pages)) {
    await build({
      ...base,
      build: {
        ...base.build,
        rolldownOptions: {
          input: { [name]: join(home, source) },
          output: {
            entryFileNames: name === 'worker' ? 'worker.js' : 'assets/[name].js',
            chunkFileNames: 'assets/[name]-[hash].js',
            assetFileNames: 'assets/[name]-[hash][extname]',
          },
        },
      },
    });
  }
}

/** A content script is no module: all that it needs is in one file. */
async function buildContentScript(name: string): Promise<void> {
  await build({
    ...base,
    build: {
      ...base.build,
      rolldownOptions: {
        input: join(home, `content/${name}.ts`),
        output: { format: 'iife', entryFileNames: `content/${name}.js` },
      },
    },
  });
}

function pack(target: Target, version: string): void {
  const folder = join(dist, target);
  cpSync(code, folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), json(manifestOf(target, version)));
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      name: relative(folder, path).replaceAll('\\', '/'),
      content: readFileSync(path),
    }));
  writeFileSync(packageOf(target), zipOf(files));
}

export function packageOf(target: Target): string {
  return join(dist, `holler-${target}.zip`);
}

export function folderOf(target: Target): string {
  return join(dist, target);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
