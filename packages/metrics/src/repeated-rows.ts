import type { Frame } from './arrow/frame.js';
import { type Bitmap, bitmap } from './kernels/bitmap.js';
import { RowIndex } from './kernels/row-index.js';
import { fieldNamed, type Schema } from './schema.js';

/** The rows of one frame that repeat an earlier row. */
export interface Repeats {
  readonly rows: Bitmap;
  readonly count: number;
}

/**
 * The exact duplicates among the rows of one scan over some columns (C19). Frames are looked at once, in their order, so
 * which row of several equal ones is the repeat does not depend on who asks. Null once there are more distinct rows than
 * can be remembered.
 */
export class RepeatedRows {
  private readonly schema: Schema;
  private readonly columns: readonly string[];
  private readonly index = new RowIndex();
  private readonly found: Repeats[] = [];

  constructor(schema: Schema, columns: readonly string[]) {
    this.schema = schema;
    this.columns = columns;
  }

  /** Returns the repeats in the frame with *ordinal*, one of *frames* from the first to it. */
  of(ordinal: number, frames: readonly Frame[]): Repeats | null {
    for (let i = this.found.length; i <= ordinal; i++) {
      const frame = frames[i];
      if (frame === undefined) return null;
      const rows = bitmap(frame.numRows);
      const count = this.index.add(this.columns.map((column) => this.read(frame, column)), frame.numRows, rows);
      if (this.index.overflowed) return null;
      this.found.push({ rows, count });
    }
    return this.found[ordinal] ?? null;
  }

  private read(frame: Frame, column: string): Uint32Array | Float64Array {
    const kind = fieldNamed(this.schema, column)?.kind;
    if (kind === 'number') return frame.numbers(column);
    return kind === 'instant' || kind === 'date' ? frame.instants(column) : frame.keys(column);
  }
}
