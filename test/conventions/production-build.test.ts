import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { inRoot } from '../../edge/dev/paths.ts';

interface BuiltFile {
  readonly name: string;
  readonly code: string;
  /** The source files that it was made of. */
  readonly modules: readonly string[];
}

let files: readonly BuiltFile[];
beforeAll(async () => {
  const built = await build({
    configFile: inRoot('pwa/vite.config.ts'),
    logLevel: 'silent',
    build: { write: false },
  });
  if (!('output' in built)) throw new Error('one build gives one output');
  files = built.output.flatMap((file) =>
    file.type === 'chunk'
      ? [{ name: file.fileName, code: file.code, modules: file.moduleIds }]
      : [{ name: file.fileName, code: String(file.source), modules: [] }],
  );
});

test('the production build is made of the product and of its packages, and of no test', () => {
  const modules = files.flatMap((file) => file.modules);
  expect(modules.length).toBeGreaterThan(50);
  const strange = modules.filter(
    (module) =>
      module.startsWith(inRoot()) &&
      !module.startsWith(inRoot('pwa/')) &&
      !module.startsWith(inRoot('edge/protocol/')) &&
      !module.startsWith(inRoot('node_modules/')),
  );
  expect(strange).toEqual([]);
});

test('nothing in the production build speaks of tests, or of being built for anything else', () => {
  const seam =
    /\b(?:mock|fake|stub|e2e(?!e)|playwright|puppeteer|webdriver|vitest|test-?only|__test)\w*|import\.meta\.env/i;
  const found = files.flatMap(({ name, code }) => {
    const [match] = seam.exec(code) ?? [];
    return match === undefined ? [] : [`${name}: ${match}`];
  });
  expect(found).toEqual([]);
});
