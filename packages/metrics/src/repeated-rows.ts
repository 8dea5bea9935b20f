import type { Frame } from './arrow/frame.js';
import type { ReadingOptions } from './paced.js';
import { bitmap } from './kernels/bitmap.js';
import { RowIndex } from './kernels/row-index.js';
import { RowSieve } from './kernels/row-sieve.js';
import { fieldNamed, type Schema } from './schema.js';

type Columns = readonly (Uint32Array | Float64Array)[];

/**
 * The exact duplicates among the rows of one scan over some columns (C19), counted once when all rows are there, whoever
 * asks and whatever the filter. Nearly all rows are told apart by a sieve; those left are compared.
 */
export class RepeatedRows {
  private readonly schema: Schema;
  private readonly columns: readonly string[];
  private frames = 0;
  private at = 0;
  private sieve: RowSieve | null = null;
  private index: RowIndex = new RowIndex();
  private found = 0;

  constructor(schema: Schema, columns: readonly string[]) {
    this.schema = schema;
    this.columns = columns;
  }

  /**
   * Returns how many rows of *frames* repeat an earlier one; null where too many are alike to be compared (more than four
   * million different suspects). Several callers at a time share the work; one that is aborted throws its signal's reason.
   */
  async count(frames: readonly Frame[], { signal, breathe }: ReadingOptions): Promise<number | null> {
    if (this.frames !== frames.length) this.begin(frames);
    while (this.at < 2 * this.frames && !this.index.overflowed) {
      this.step(frames);
      await breathe?.();
      signal?.throwIfAborted();
    }
    const { overflowed } = this.index;
    // What was needed on the way is given back; the count stays.
    this.sieve = null;
    if (!overflowed) this.index = new RowIndex();
    return overflowed ? null : this.found;
  }

  private begin(frames: readonly Frame[]): void {
    this.frames = frames.length;
    this.at = 0;
    this.found = 0;
    this.index = new RowIndex();
    this.sieve = new RowSieve(frames.reduce((rows, { numRows }) => rows + numRows, 0));
  }

  /** One frame of the first pass, then of the second. */
  private step(frames: readonly Frame[]): void {
    const frame = frames[this.at % this.frames];
    const { sieve } = this;
    if (frame === undefined || sieve === null) return;
    const columns = this.columns.map((column) => this.read(frame, column));
    if (this.at < this.frames) {
      sieve.note(columns, frame.numRows);
    } else {
      const rows = sieve.suspects(columns, frame.numRows);
      if (rows.length > 0) this.found += this.index.add(columns.map((column) => picked(column, rows)), rows.length, bitmap(rows.length));
    }
    this.at += 1;
  }

  private read(frame: Frame, column: string): Columns[number] {
    const kind = fieldNamed(this.schema, column)?.kind;
    if (kind === 'number') return frame.numbers(column);
    return kind === 'instant' || kind === 'date' ? frame.instants(column) : frame.keys(column);
  }
}

function picked(column: Columns[number], rows: Uint32Array): Columns[number] {
  const values = column instanceof Uint32Array ? new Uint32Array(rows.length) : new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
  return values;
}
