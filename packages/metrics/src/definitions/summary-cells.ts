import { StateError } from '../errors.js';
import type { Summary } from '../metric.js';
import { type Row, rowsOf } from '../table.js';

/** Returns the rows of the summary's table called *name*. Throws StateError where the summary has none. */
export function summaryRows(metric: string, summary: Summary, name: string): Row[] {
  const table = summary.tables[name];
  if (table === undefined) {
    throw new StateError(`${metric}: summary without table "${name}", got ${Object.keys(summary.tables).join(', ') || 'no tables'}; expected a summary of this metric`);
  }
  return rowsOf(table);
}

/** Returns the number in *row* under *name*; 0 where there is none. */
export function numberIn(row: Row, name: string): number {
  const cell = row[name];
  return typeof cell === 'number' ? cell : 0;
}

/** Returns the text in *row* under *name*; null where there is none. */
export function textIn(row: Row, name: string): string | null {
  const cell = row[name];
  return typeof cell === 'string' ? cell : null;
}

/** Returns *rows* by the text of *column*, in the order in which it first appears. */
export function groupBy(rows: readonly Row[], column: string): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const value = textIn(row, column) ?? '';
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return [...groups];
}

/** Returns the number in *row* under *name*; null where there is none, or where it is withheld. */
export function toldIn(row: Row, name: string): number | null {
  const cell = row[name];
  return typeof cell === 'number' ? cell : null;
}
