import { expect } from 'vitest';
import type { Summary } from '../../packages/metrics/src/metric.js';
import type { Cell, Table } from '../../packages/metrics/src/table.js';

/** Returns a line for every difference between two summaries: counts and texts exactly, sums to 1e-9 of their size. */
export function summaryDifferences(got: Summary, expected: Summary): string[] {
  const differences: string[] = [];
  if (JSON.stringify(sortedKeys(got.rows)) !== JSON.stringify(sortedKeys(expected.rows))) {
    differences.push(`rows: got ${JSON.stringify(got.rows)}; expected ${JSON.stringify(expected.rows)}`);
  }
  const names = new Set([...Object.keys(got.tables), ...Object.keys(expected.tables)]);
  for (const name of names) differences.push(...tableDifferences(name, got.tables[name], expected.tables[name]));
  return differences;
}

/** Asserts that two summaries say the same. */
export function expectSameSummary(got: Summary, expected: Summary, what: string): void {
  expect(summaryDifferences(got, expected), what).toEqual([]);
}

/** Returns a line for every difference between two tables. */
export function tableDifferences(name: string, got: Table | undefined, expected: Table | undefined): string[] {
  if (got === undefined || expected === undefined) return [`${name}: got ${got === undefined ? 'no table' : 'a table'}; expected ${expected === undefined ? 'none' : 'one'}`];
  if (JSON.stringify(got.fields) !== JSON.stringify(expected.fields)) return [`${name}: got columns ${JSON.stringify(got.fields)}; expected ${JSON.stringify(expected.fields)}`];
  if (got.numRows !== expected.numRows) return [`${name}: got ${got.numRows} rows; expected ${expected.numRows}`];
  return got.fields.flatMap(({ name: column, type }) => (
    Array.from({ length: got.numRows }, (_, i) => i)
      .filter((i) => !sameCell(got.columns[column]?.[i] ?? null, expected.columns[column]?.[i] ?? null, type === 'float64'))
      .map((i) => `${name}.${column}[${i}]: got ${JSON.stringify(got.columns[column]?.[i])}; expected ${JSON.stringify(expected.columns[column]?.[i])}`)));
}

function sameCell(got: Cell, expected: Cell, near: boolean): boolean {
  if (near && typeof got === 'number' && typeof expected === 'number') {
    return Math.abs(got - expected) <= 1e-9 * Math.max(Math.abs(got), Math.abs(expected));
  }
  return JSON.stringify(got) === JSON.stringify(expected);
}

function sortedKeys(rows: Summary['rows']): unknown {
  return { ...rows, dropped: Object.entries(rows.dropped).sort(([a], [b]) => (a < b ? -1 : 1)) };
}
