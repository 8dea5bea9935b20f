import { type Note, SchemaError } from '@clientele/metrics';
import { readingsOf } from './cell.js';

/** Said where the columns had to be numbered. */
export const HEADLESS: Note = {
  code: 'no_header',
  message: 'the first row is all numbers and dates and is read as data; the columns are called column_1, column_2, ...',
};

/** Returns whether a first row is data: every cell a number or a date (ids with leading zeros included), at least one not blank. */
export function isData(row: readonly string[]): boolean {
  const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return cells.length > 0 && cells.every((cell) => readingsOf(cell) !== 0 || /^\d+$/.test(cell));
}

/**
 * Returns the names of the columns: the trimmed cells of *row*, where it is a header, with `column_3` (after its place)
 * for a blank one. Throws SchemaError for a name that stands twice.
 */
export function namesOf(row: readonly string[], header: boolean): string[] {
  const names = row.map((cell, i) => (header && cell.trim() !== '' ? cell.trim() : `column_${i + 1}`));
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    const before = seen.get(name);
    if (before !== undefined) {
      throw new SchemaError(`csv: the name "${name}" stands at columns ${before + 1} and ${i + 1}; expected each name once`, {
        reason: 'duplicate-column', params: { column: name }, hint: 'Rename one of them in the first line.',
      });
    }
    seen.set(name, i);
  });
  return names;
}
