import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { inRoot, root } from '../../edge/dev/paths.ts';

const pages = globSync('{README.md,{edge,pwa,extension,media,test}/README.md}', { cwd: root });
const sources = globSync('{edge,pwa,extension,media,test}/**/*.{ts,tsx,mjs,css,yaml,json,sql}', {
  cwd: root,
});
const names = new Set(sources.map((path) => basename(path)));

/** What is made by building, testing or running. */
const made = /^(\.cache|extension\/dist|pwa\/dist|test\/results|test\/bench\/latest)/;

/** In code marks: paths of files and folders, and names of source files. */
function namedIn(page: string): string[] {
  const marked = [...page.matchAll(/`([^`\s]+)`/g)].map(([, text]) => text ?? '');
  return marked.filter(
    (text) =>
      !made.test(text) &&
      (/^(edge|pwa|extension|media|test)\/[\w./-]*$/.test(text) ||
        /^[\w-]+\.(ts|tsx|mjs)$/.test(text)),
  );
}

test.each(pages)('every file and folder that %s names is there', (page) => {
  const missing = namedIn(readFileSync(inRoot(page), 'utf8')).filter(
    (name) => !(name.includes('/') ? existsSync(inRoot(name)) : names.has(name)),
  );
  expect(missing).toEqual([]);
});
