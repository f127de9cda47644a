import { readdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Problem, runCli, say } from '../../edge/dev/cli.ts';
import { buildPwa } from '../../edge/dev/pwa-build.ts';
import type { BenchContext, Group, Row } from './group.ts';
import { tableOf } from './report.ts';

const groupsFolder = new URL('groups/', import.meta.url);
const resultFile = new URL('latest.json', import.meta.url);

/** Fewer tell nothing about a 95th percentile. */
const usualRuns = 20;

const options = {
  runs: { type: 'string', default: String(usualRuns) },
  only: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** `npm run bench [-- GROUP… [--runs N] [--only METRIC]…]` */
await runCli(async (signal) => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const context: BenchContext = {
    runs: Number(values.runs),
    signal,
    wants: (metric) => values.only.length === 0 || values.only.includes(metric),
    progress: (sentence) => say(sentence),
  };
  if (!(context.runs >= 1)) throw new Problem(`--runs takes a number, not ${values.runs}.`);
  const groups = await chosenGroups(positionals);
  // Every group starts an edge, which serves the pages; after a clone there are none yet.
  await buildPwa(signal);
  const rows: Row[] = [];
  try {
    for (const group of groups) {
      for await (const row of group.measure(context)) {
        rows.push(row);
        say(tableOf([row]).split('\n').at(-1) ?? '');
      }
    }
  } finally {
    // What was measured before something went wrong is still true.
    if (rows.length > 0) await writeFile(resultFile, `${JSON.stringify(rows, null, 2)}\n`);
    say(`\n${tableOf(rows)}`);
  }
  if (rows.length === 0) throw new Problem('Nothing was measured; is there a metric of that name?');
  return rows.some(({ ok }) => ok === false) ? 1 : 0;
});

async function chosenGroups(names: readonly string[]): Promise<readonly Group[]> {
  const files = (await readdir(groupsFolder)).filter((file) => file.endsWith('.ts')).sort();
  const modules = await Promise.all(
    files.map((file): Promise<{ group: Group }> => import(new URL(file, groupsFolder).href)),
  );
  const groups = modules.map(({ group }) => group);
  const unknown = names.filter((name) => !groups.some((group) => group.name === name));
  if (unknown.length > 0) {
    const known = groups.map(({ name }) => name).join(', ');
    throw new Problem(`There is no group ${unknown.join(', ')}; there are: ${known}.`);
  }
  return groups.filter(({ name }) => names.length === 0 || names.includes(name));
}
