import type { Dataset } from './dataset.js';
import { fieldNamed, type FieldKind } from './schema.js';
import { columnMissing } from './arrow/expect-field.js';
import { framesOf } from './frames-of.js';
import { type Bitmap, bitmap, countBits, hasBit, setBit } from './kernels/bitmap.js';
import { NO_KEY } from './kernels/key-index.js';
import { type AskingOptions, rowFilter } from './members.js';
import type { Predicate } from './predicate/predicate.js';

/** One value of a column. */
export interface ColumnValue {
  readonly value: string;
  readonly rows: number;
  /** Different customers with such a row; null where nobody said which column holds the customer. */
  readonly customers: number | null;
}

/** What is in a column: its values by how often they occur, or its ends. Plain data. */
export interface ColumnSummary {
  readonly column: string;
  readonly kind: FieldKind;
  /** Rows looked at, and those without a value. */
  readonly rows: number;
  readonly missing: number;
  /** How many values there are; null for numbers and times that are no keys. */
  readonly distinct: number | null;
  /** The most frequent values, by rows and then by text. */
  readonly values: readonly ColumnValue[];
  /** The least and the greatest number or time (ISO 8601; a date for dates); null where there is none. */
  readonly low: number | string | null;
  readonly high: number | string | null;
}

/** What of a column is asked for. */
export interface ColumnOptions extends AskingOptions {
  /** The column with the customer, for the counts by value. */
  readonly customer?: string | undefined;
  readonly where?: Predicate | null | undefined;
  readonly timeZone?: string | undefined;
  /** Values at most; 100 by default. */
  readonly limit?: number | undefined;
}

/** Returns what stands in *column* of *dataset*. Throws SchemaError for a column that is not there. */
export async function columnSummary(dataset: Dataset, column: string, options: ColumnOptions = {}): Promise<ColumnSummary> {
  const schema = await dataset.schema(options.signal);
  const field = fieldNamed(schema, column);
  if (field === null) throw columnMissing(schema, column, 'column');
  const ordered = field.kind === 'instant' || field.kind === 'date' || field.kind === 'number';
  const filter = await rowFilter(dataset, options.where ?? null, options.timeZone ?? 'UTC', options);
  const reading = await dataset.open(options.signal);
  try {
    const tally = new KeyTally(options.customer ?? null);
    let rows = 0;
    let missing = 0;
    let low = Infinity;
    let high = -Infinity;
    for await (const frame of framesOf(reading, options)) {
      const mask = filter(frame, reading.input);
      const numbers = !ordered ? null : field.kind === 'number' ? frame.numbers(column) : frame.instants(column);
      const keys = field.key ? frame.keys(column) : null;
      const customers = keys !== null && options.customer !== undefined ? frame.keys(options.customer) : null;
      for (let i = 0; i < frame.numRows; i++) {
        if (mask !== null && !hasBit(mask, i)) continue;
        rows += 1;
        const value = numbers?.[i] ?? NaN;
        if (value < low) low = value;
        if (value > high) high = value;
        if (keys === null ? Number.isNaN(value) : keys[i] === NO_KEY) missing += 1;
        else if (keys !== null) tally.add(keys[i]!, customers?.[i] ?? NO_KEY);
      }
    }
    const index = field.key ? reading.input.keyIndex(column) : null;
    const end = (value: number): number | string | null => (!Number.isFinite(value) ? null : field.kind === 'number' ? value : isoOf(value, field.kind === 'date'));
    return {
      column, kind: field.kind, rows, missing,
      distinct: index === null ? null : tally.distinct,
      values: index === null ? [] : tally.top(options.limit ?? 100, (code) => index.text(code)),
      low: end(low), high: end(high),
    };
  } finally {
    reading.close();
  }
}

/** A value whose customers are counted: beyond this many values a column is a key and no choice of a few. */
const COUNTED_VALUES = 1_000;

class KeyTally {
  private readonly customer: string | null;
  private readonly rows = new Map<number, number>();
  private readonly customers = new Map<number, Bitmap>();

  constructor(customer: string | null) {
    this.customer = customer;
  }

  get distinct(): number {
    return this.rows.size;
  }

  add(code: number, customer: number): void {
    this.rows.set(code, (this.rows.get(code) ?? 0) + 1);
    if (customer === NO_KEY || (this.rows.size > COUNTED_VALUES && !this.customers.has(code))) return;
    let bits = this.customers.get(code);
    if (bits === undefined || bits.length * 32 <= customer) {
      const grown = bitmap(Math.max(1024, 2 * customer + 2));
      if (bits !== undefined) grown.set(bits);
      this.customers.set(code, (bits = grown));
    }
    setBit(bits, customer);
  }

  top(limit: number, text: (code: number) => string): ColumnValue[] {
    const counted = this.customer !== null && this.rows.size <= COUNTED_VALUES;
    const values = [...this.rows].map(([code, rows]) => ({ value: text(code), rows, code }));
    values.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
    return values.slice(0, limit).map(({ value, rows, code }) => ({ value, rows, customers: counted ? countBits(this.customers.get(code) ?? bitmap(0)) : null }));
  }
}

function isoOf(microseconds: number, dateOnly: boolean): string {
  const iso = new Date(microseconds / 1000).toISOString();
  return dateOnly ? iso.slice(0, 10) : iso;
}
