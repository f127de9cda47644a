import { globSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { expect, test } from 'vitest';
import { inRoot, root } from '../../edge/dev/paths.ts';

/** Which folder may import what of ours; paths are beginnings, from the root of the repository. */
interface Border {
  readonly of: string;
  readonly except?: readonly string[];
  readonly mayImport?: readonly string[];
  readonly mayNotImport?: readonly string[];
}

const borders: readonly Border[] = [
  {
    of: 'edge/protocol/',
    mayImport: [],
  },
  {
    // Pure: their tests run in plain Node, and nothing that they decide depends on a server.
    of: 'edge/room/rules/',
    mayImport: [
      'edge/protocol/',
      'edge/room/state/',
      'edge/room/recording-state.ts',
      'edge/recording/links.ts',
      'edge/secrets/',
    ],
  },
  {
    of: 'edge/room/state/',
    mayImport: ['edge/protocol/', 'edge/room/recording-state.ts'],
  },
  {
    of: 'pwa/call/',
    mayNotImport: ['pwa/screens/', 'pwa/parts/', 'pwa/messages/', 'pwa/styles/'],
  },
  { of: 'pwa/call/mesh/', mayNotImport: ['pwa/call/sfu/'] },
  { of: 'pwa/call/sfu/', mayNotImport: ['pwa/call/mesh/'] },
  {
    of: 'pwa/',
    except: ['pwa/vite.config.ts'],
    mayImport: ['edge/protocol/'],
  },
  {
    of: 'extension/',
    except: ['extension/build/'],
    mayImport: ['edge/protocol/', 'pwa/meetings/', 'pwa/messages/', 'pwa/styles/', 'pwa/parts/'],
  },
  { of: 'media/', mayImport: ['edge/protocol/', 'edge/dev/'] },
];

const files = globSync('{edge,pwa,extension,media}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !file.includes('/dist/'),
);

function importsOf(file: string): string[] {
  const text = readFileSync(inRoot(file), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, path]) => posix.normalize(posix.join(dirname(file), path ?? '')));
}

test.each(borders)('$of keeps to its side', ({ of, except = [], mayImport, mayNotImport = [] }) => {
  const inside = files.filter(
    (file) => file.startsWith(of) && !except.some((path) => file.startsWith(path)),
  );
  expect(inside.length, 'files there').toBeGreaterThan(0);
  const isAllowed = (path: string) =>
    !mayNotImport.some((beginning) => path.startsWith(beginning)) &&
    (mayImport === undefined || [of, ...mayImport].some((beginning) => path.startsWith(beginning)));
  const crossings = inside.flatMap((file) =>
    importsOf(file)
      .filter((path) => !isAllowed(path))
      .map((path) => `${file} imports ${path}`),
  );
  expect(crossings).toEqual([]);
});
