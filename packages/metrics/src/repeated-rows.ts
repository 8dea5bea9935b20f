import type { Frame } from './arrow/frame.js';
import type { ReadingOptions } from './paced.js';
import { bitmap } from './kernels/bitmap.js';
import { InstantCompany } from './kernels/instant-company.js';
import { RowIndex } from './kernels/row-index.js';
import { RowSieve } from './kernels/row-sieve.js';
import { type FieldKind, fieldNamed, type Schema } from './schema.js';

type Columns = readonly (Uint32Array | Float64Array)[];

/**
 * The exact duplicates among the rows of one scan over some columns (C19), counted once when all rows are there, whoever
 * asks and whatever the filter, in three passes. Where rows came in order of time, those that are alone at their instant
 * repeat nobody; nearly all others are told apart by a sieve; those left are compared.
 */
export class RepeatedRows {
  private readonly schema: Schema;
  private readonly columns: readonly string[];
  private readonly time: string | null;
  private frames = 0;
  private at = 0;
  private company: InstantCompany | null = null;
  private sieve: RowSieve | null = null;
  private index: RowIndex = new RowIndex();
  private found = 0;

  constructor(schema: Schema, columns: readonly string[]) {
    this.schema = schema;
    this.columns = columns;
    this.time = columns.find((column) => isTime(fieldNamed(schema, column)?.kind)) ?? null;
  }

  /**
   * Returns how many rows of *frames* repeat an earlier one; null where too many are alike to be compared (more than four
   * million different suspects). Several callers at a time share the work; one that is aborted throws its signal's reason.
   */
  async count(frames: readonly Frame[], { signal, breathe }: ReadingOptions): Promise<number | null> {
    if (this.frames !== frames.length) this.begin(frames);
    while (this.at < 3 * this.frames && !this.index.overflowed) {
      this.step(frames);
      await breathe?.();
      signal?.throwIfAborted();
    }
    const { overflowed } = this.index;
    // What was needed on the way is given back; the count stays.
    this.sieve = this.company = null;
    if (!overflowed) this.index = new RowIndex();
    return overflowed ? null : this.found;
  }

  private begin(frames: readonly Frame[]): void {
    this.frames = frames.length;
    this.at = 0;
    this.found = 0;
    this.index = new RowIndex();
    this.company = new InstantCompany();
    this.sieve = null;
  }

  /** One frame of the first pass, then of the second and the third. */
  private step(frames: readonly Frame[]): void {
    const place = this.at % this.frames;
    const frame = frames[place];
    const pass = Math.floor(this.at / this.frames);
    this.at += 1;
    if (frame === undefined || this.company === null) return;
    if (pass === 0) {
      this.company.add(this.time === null ? null : frame.instants(this.time), frame.numRows);
      return;
    }
    this.sieve ??= new RowSieve(this.company.size);
    const among = this.company.rowsOf(place);
    const columns = this.columns.map((column) => picked(this.read(frame, column), among));
    const numRows = among?.length ?? frame.numRows;
    if (pass === 1) {
      this.sieve.note(columns, numRows);
    } else {
      const rows = this.sieve.suspects(columns, numRows);
      if (rows.length > 0) this.found += this.index.add(columns.map((column) => picked(column, rows)), rows.length, bitmap(rows.length));
    }
  }

  private read(frame: Frame, column: string): Columns[number] {
    const kind = fieldNamed(this.schema, column)?.kind;
    if (kind === 'number') return frame.numbers(column);
    return isTime(kind) ? frame.instants(column) : frame.keys(column);
  }
}

function isTime(kind: FieldKind | undefined): boolean {
  return kind === 'instant' || kind === 'date';
}

/** Returns the values of *rows*, of all rows where that is null. */
function picked(column: Columns[number], rows: Uint32Array | null): Columns[number] {
  if (rows === null) return column;
  const values = column instanceof Uint32Array ? new Uint32Array(rows.length) : new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
  return values;
}
