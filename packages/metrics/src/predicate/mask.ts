import type { Frame, Input } from '../arrow/frame.js';
import { parseInstant } from '../calendar/local-date.js';
import { type Bitmap, bitmap, setBit } from '../kernels/bitmap.js';
import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';
import { type Field, fieldNamed } from '../schema.js';
import { rowsBetween, rowsWithKey, rowsWithKeyIn, rowsWithNumberIn } from './compare-rows.js';
import type { CustomersClause, Predicate, Scalar } from './predicate.js';

export { checkPredicate } from './check.js';

/** What a filter needs besides rows. */
export interface MaskContext {
  /** The zone whose local days a date names when it is compared with instants. Date columns have none. */
  readonly timeZone: string;
  /** The members that a clause stands for, as codes of the key index of the clause's column. */
  customers(clause: CustomersClause): { readonly bits: Bitmap };
}

/**
 * Returns the rows of *frame* for which *predicate* holds: bit *i* for row *i*. The predicate must have passed `checkPredicate`
 * against the schema of *input*.
 *
 * - A date compared with an instant means the whole local day: `eq` holds for every instant of it, `between` begins at its
 *   start and ends before the start of *high*. A date-time means that microsecond. Columns of dates are read in UTC.
 * - A missing value equals null and nothing else, and lies between no bounds, not even two open ones. NaN is missing.
 * - `not` is true where its term is false, also where a value is missing.
 *
 * Costs one pass over a column for each comparison; values are looked up in the key index once for each frame.
 */
export function maskOf(predicate: Predicate, frame: Frame, input: Input, context: MaskContext): Bitmap {
  switch (predicate.op) {
    case 'eq': return rowsIn(predicate.column, [predicate.value], frame, input, context);
    case 'in': return rowsIn(predicate.column, predicate.values, frame, input, context);
    case 'between': return rowsInRange(predicate.column, predicate.low, predicate.high, frame, input, context);
    case 'and': {
      const rows = bitmap(frame.numRows, true);
      for (const term of predicate.terms) {
        const some = maskOf(term, frame, input, context);
        for (let i = 0; i < rows.length; i++) rows[i]! &= some[i]!;
      }
      return rows;
    }
    case 'or': return union(predicate.terms.map((term) => maskOf(term, frame, input, context)), frame.numRows);
    case 'not': {
      const rows = bitmap(frame.numRows, true);
      const none = maskOf(predicate.term, frame, input, context);
      for (let i = 0; i < rows.length; i++) rows[i]! &= ~none[i]!;
      return rows;
    }
    case 'customersIn':
    case 'customersWith': return rowsWithKeyIn(frame.keys(predicate.column), context.customers(predicate).bits);
  }
}

/** Returns the columns that *predicate* reads, each once, in order of appearance. */
export function columnsOf(predicate: Predicate): string[] {
  switch (predicate.op) {
    case 'and':
    case 'or': return [...new Set(predicate.terms.flatMap(columnsOf))];
    case 'not': return columnsOf(predicate.term);
    default: return [predicate.column];
  }
}

/** Returns the clauses of *predicate* that stand for customers, in order of appearance; not those inside of them. */
export function customersClausesOf(predicate: Predicate): CustomersClause[] {
  switch (predicate.op) {
    case 'and':
    case 'or': return predicate.terms.flatMap(customersClausesOf);
    case 'not': return customersClausesOf(predicate.term);
    case 'customersIn':
    case 'customersWith': return [predicate];
    default: return [];
  }
}

function rowsIn(column: string, values: readonly Scalar[], frame: Frame, input: Input, context: MaskContext): Bitmap {
  const field = fieldOf(input, column);
  if (field.kind === 'instant' || field.kind === 'date') return rowsAt(field, values, frame, context);
  if (field.kind !== 'number') return rowsWithKeys(column, values, frame, input);
  // Text names an integer with all its digits, which a number can't always hold.
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value !== 'string').map((value) => (value === null ? NaN : Number(value)));
  const parts: Bitmap[] = [];
  if (numbers.length > 0) parts.push(rowsWithNumberIn(frame.numbers(column), new Set(numbers)));
  if (texts.length > 0) parts.push(rowsWithKeys(column, texts, frame, input));
  return union(parts, frame.numRows);
}

function rowsWithKeys(column: string, values: readonly Scalar[], frame: Frame, input: Input): Bitmap {
  // Before any look-up, because a frame's values enter the index when its keys are read.
  const keys = frame.keys(column);
  const index = input.keyIndex(column);
  const parts: Bitmap[] = [];
  if (values.includes(null)) parts.push(rowsWithKey(keys, NO_KEY));
  const codes = codesOf(values, index);
  if (codes.length === 1) parts.push(rowsWithKey(keys, codes[0]!));
  if (codes.length > 1) {
    const wanted = bitmap(index.size);
    for (const code of codes) setBit(wanted, code);
    parts.push(rowsWithKeyIn(keys, wanted));
  }
  return union(parts, frame.numRows);
}

function codesOf(values: readonly Scalar[], index: KeyIndex): number[] {
  return values.filter((value) => value !== null).map((value) => index.codeOf(String(value))).filter((code) => code !== NO_KEY);
}

function rowsAt(field: Field, values: readonly Scalar[], frame: Frame, context: MaskContext): Bitmap {
  const instants = frame.instants(field.name);
  const exact = new Set<number>();
  const parts: Bitmap[] = [];
  for (const value of values) {
    const span = value === null ? null : parseInstant(String(value), zoneOf(field, context));
    if (span?.dateOnly) parts.push(rowsBetween(instants, span.start, span.endExclusive));
    else if (span) exact.add(span.start);
    else if (value === null) exact.add(NaN);
  }
  if (exact.size > 0) parts.push(rowsWithNumberIn(instants, exact));
  return union(parts, frame.numRows);
}

function rowsInRange(column: string, low: Scalar, high: Scalar, frame: Frame, input: Input, context: MaskContext): Bitmap {
  const field = fieldOf(input, column);
  if (field.kind === 'number') {
    return inRange(frame.numbers(column), low === null ? null : Number(low), high === null ? null : Number(high));
  }
  // A column of type Null: nothing lies in it.
  if (field.kind !== 'instant' && field.kind !== 'date') return bitmap(frame.numRows);
  const start = (bound: Scalar): number | null => (bound === null ? null : (parseInstant(String(bound), zoneOf(field, context))?.start ?? NaN));
  return inRange(frame.instants(column), start(low), start(high));
}

function inRange(values: Float64Array, low: number | null, high: number | null): Bitmap {
  const rows = rowsBetween(values, low ?? -Infinity, high ?? Infinity);
  if (high !== null) return rows;
  // An open end holds infinite values too.
  return union([rows, rowsWithNumberIn(values, new Set([Infinity]))], values.length);
}

function union(parts: readonly Bitmap[], numRows: number): Bitmap {
  const [first, ...rest] = parts;
  if (first === undefined) return bitmap(numRows);
  for (const part of rest) for (let i = 0; i < first.length; i++) first[i]! |= part[i]!;
  return first;
}

function zoneOf(field: Field, context: MaskContext): string {
  return field.kind === 'date' ? 'UTC' : context.timeZone;
}

function fieldOf(input: Input, column: string): Field {
  const field = fieldNamed(input.schema, column);
  if (field === null) throw new TypeError(`filter: no column "${column}"; expected a predicate that passed checkPredicate`);
  return field;
}
