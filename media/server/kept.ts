import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

/** What was made at the first start and is kept in a file that only its owner reads, so that it outlives a restart. */
export function kept<T>(file: string, schema: v.GenericSchema<unknown, T>, make: () => T): T {
  if (existsSync(file)) return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
  const made = make();
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
