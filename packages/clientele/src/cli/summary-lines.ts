import type { Result } from '@clientele/metrics';
import { decimalsOf, readableNumber } from './text-table.js';

/** Returns the lines below a table: single numbers, what happened to the rows, what was found by name, and remarks. */
export function summaryLines({ scalars, diagnostics }: Result): string[] {
  const { rowsIn, rowsUsed, dropped, duplicates, window, timeZone, currency, inferred, notes } = diagnostics;
  const left = Object.entries(dropped).filter(([, count]) => count > 0).map(([reason, count]) => `${readableNumber(count, 0)} ${reason}`);
  const facts = [
    `${readableNumber(rowsIn, 0)} rows read, ${readableNumber(rowsUsed, 0)} used`,
    ...(left.length === 0 ? [] : [`left out: ${left.join(', ')}`]),
    ...(duplicates === null || duplicates === 0 || rowsIn === 0 ? [] : [`${readableNumber(duplicates, 0)} repeated rows`]),
    ...(window.start === null ? [] : [`${window.start} to ${window.end ?? '?'}`]),
    ...(window.asOf === null ? [] : [`as of ${window.asOf}`]),
    ...(window.partial.length === 0 ? [] : [`not over: ${window.partial.join(', ')}`]),
    `time zone ${timeZone}`,
    ...(currency === null ? [] : [currency]),
  ];
  const single = Object.entries(scalars).filter(([, value]) => value !== null).map(([name, value]) => (
    `${name} ${typeof value === 'number' ? readableNumber(value, decimalsOf([value])) : String(value)}`));
  const found = Object.entries(inferred).filter(([role, column]) => column?.toLowerCase() !== role).map(([role, column]) => `${role} ${column}`);
  return [
    ...(single.length === 0 ? [] : [single.join('; ')]),
    facts.join('; '),
    ...(found.length === 0 ? [] : [`columns found by name: ${found.join(', ')}`]),
    ...notes.map(({ message }) => `note: ${message}`),
  ];
}
