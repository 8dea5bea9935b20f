import { OptionError } from '../errors.js';
import type { Estimate, Metric } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import type { Table } from '../table.js';

/**
 * Returns whether the row of *table* that says what is *said* tells the number in *column*; true where there is no such row, as
 * nobody is there.
 */
export function tellsNumber(table: Table | undefined, said: Readonly<Record<string, string | number | boolean | undefined>>, column: string): boolean {
  if (table === undefined) return true;
  const parts = Object.entries(said);
  for (let i = 0; i < table.numRows; i++) {
    if (parts.every(([name, value]) => String(table.columns[name]?.[i]) === String(value))) return typeof table.columns[column]?.[i] === 'number';
  }
  return true;
}

/**
 * Throws OptionError where `minCell` withholds how many customers stand behind *mark*: who they are would tell it. *estimate* is asked for
 * only where `minCell` is on.
 */
export function expectTold(metric: Metric, options: Readonly<Record<string, unknown>>, mark: Mark, estimate: () => Estimate): void {
  const { minCell } = options;
  if (typeof minCell !== 'number' || minCell < 2 || metric.tells(mark, estimate(), options)) return;
  throw new OptionError(`${metric.name}: the customers behind a mark are withheld, got ${JSON.stringify(mark)}; expected a group that minCell lets be told`, {
    reason: 'withheld', params: { metric: metric.name },
  });
}
