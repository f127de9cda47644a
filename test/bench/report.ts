import type { Row } from './group.ts';

const columns: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['metric', ({ metric, variant }) => (variant === null ? metric : `${metric}, ${variant}`)],
  ['unit', ({ unit }) => unit],
  ['p50', ({ p50 }) => figure(p50)],
  ['p95', ({ p95 }) => figure(p95)],
  ['worst', ({ worst }) => figure(worst)],
  ['runs', ({ runs }) => String(runs)],
  ['peer', ({ peer }) => figure(peer)],
  ['ratio', ({ ratio }) => figure(ratio)],
  ['target', ({ target }) => target ?? ''],
  ['', ({ ok }) => (ok === null ? '' : ok ? 'ok' : 'MISSED')],
];

function figure(value: number | null): string {
  if (value === null) return '';
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}

export function tableOf(rows: readonly Row[]): string {
  const lines = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => cell(row))),
  ];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
