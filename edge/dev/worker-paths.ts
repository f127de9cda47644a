import { Problem } from './cli.ts';

/** The patterns of `wrangler.toml` whose requests the worker answers, and no file of the pages. */
export function readWorkerPatterns(wranglerToml: string): readonly string[] {
  const [, list] = /^run_worker_first\s*=\s*(\[[^\]]*\])/m.exec(wranglerToml) ?? [];
  if (list === undefined) throw new Problem('wrangler.toml has no list `run_worker_first`.');
  // A TOML array of plain strings is JSON, but for a comma after the last one.
  return JSON.parse(list.replace(/,\s*\]$/, ']'));
}

/** Such a pattern as the source of a regular expression over path and query. */
export function patternSource(pattern: string): string {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^?]*');
  return `^${escaped}(?:\\?|$)`;
}
