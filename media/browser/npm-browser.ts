import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { runTool } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import type { Preparation } from '../server/program.ts';
import type { BrowserProgram } from './find-browser.ts';

/** A headless Chromium with H.264 for Linux on x64, in a package of 70 MB. It shows no windows and takes no extensions. */
const pinned = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity:
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
} as const;

export interface NpmBrowserOptions {
  /** The command that fetches packages. */
  readonly npm: string;
  readonly cache: string;
  /** The sha512 that the package must have; tests give another one. */
  readonly integrity?: string;
}

/** The browser that npm carries, fetched once when it is needed. */
export function npmBrowser(options: NpmBrowserOptions): BrowserProgram {
  const folder = join(options.cache, pinned.version);
  const executablePath = join(folder, 'headless_shell');
  return {
    name: `Chromium ${pinned.version} from npm`,
    executablePath,
    env: {
      LD_LIBRARY_PATH: join(folder, 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
    preparation: existsSync(executablePath) ? null : fetchOnce(folder, options),
  };
}

function fetchOnce(folder: string, options: NpmBrowserOptions): Preparation {
  return {
    what: 'fetching a browser of 70 MB with npm, once',
    async run(progress, signal) {
      // Another process may fetch it as well, and half a browser must not look like one.
      const unfinished = `${folder}-${process.pid}`;
      try {
        await mkdir(unfinished, { recursive: true });
        const archive = await fetchPackage(unfinished, options, signal);
        progress('Recording: unpacking the browser…');
        await unpack(archive, unfinished, signal);
        if (!existsSync(folder)) await rename(unfinished, folder);
      } finally {
        await rm(unfinished, { recursive: true, force: true });
      }
    },
  };
}

async function fetchPackage(
  folder: string,
  { npm, integrity = pinned.integrity }: NpmBrowserOptions,
  signal: AbortSignal,
): Promise<string> {
  const wanted = `${pinned.name}@${pinned.version}`;
  const args = ['pack', wanted, '--pack-destination', folder, '--loglevel=error'];
  const { code, output } = await runTool(npm, args, { signal });
  signal.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\nnpm could not fetch the browser.`);
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Problem('npm fetched no browser.');
  const archive = join(folder, name);
  const sum = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${sum}` !== integrity) {
    throw new Problem(`The browser that npm fetched (${wanted}) is not the one that was chosen.`);
  }
  return archive;
}

async function unpack(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  await untar(archive, folder, signal);
  const packed = join(folder, 'package', 'bin');
  const executable = join(folder, 'headless_shell');
  await unbrotli(join(packed, 'chromium.br'), executable, signal);
  await chmod(executable, 0o755);
  for (const part of ['al2023', 'fonts']) {
    const tar = join(folder, `${part}.tar`);
    await unbrotli(join(packed, `${part}.tar.br`), tar, signal);
    await untar(tar, folder, signal);
    await rm(tar);
  }
  await writeFile(join(folder, 'fonts.conf'), fontsConfig);
  await rm(join(folder, 'package'), { recursive: true });
  await rm(archive);
}

/** The fonts of this machine, if it has any, and those of the package: names need letters. */
const fontsConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

function unbrotli(from: string, to: string, signal: AbortSignal): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to), {
    signal,
  });
}

async function untar(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const { code, output } = await runTool('tar', ['-xf', archive, '-C', folder], { signal });
  signal.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\nThe browser could not be unpacked.`);
}
