import { type RowTimes, timesIn } from './row-ordinals.js';

/** Rows that are not known to be alone at their instant, batch by batch. */
export interface Company {
  /** How many rows those are. */
  readonly size: number;
  /** Adds the first *numRows* rows of the next batch, whose *times* are null where rows have none. */
  add(times: RowTimes | null, numRows: number): void;
  /** Returns which rows of the batch with number *batch*, from 0, those are, in no order: null for all. */
  rowsOf(batch: number): Uint32Array | null;
}

/**
 * Finds the rows that are not alone at their instant, batch by batch, where rows come in order of time: only those can repeat
 * one another. As soon as a row goes back in time, all rows count as such. Rows without an instant (NaN) keep any order and
 * are never alone. 4 bytes for each row found, while they are fewer than half.
 */
export class InstantCompany implements Company {
  private latest = -Infinity;
  private ordered = true;
  private rows = 0;
  private found = 0;
  private batches: (Uint32Array | null)[] = [];
  private scratch = new Uint32Array(0);
  private instants = new Float64Array(0);

  get size(): number {
    return this.ordered ? this.found : this.rows;
  }

  add(times: RowTimes | null, numRows: number): void {
    this.rows += numRows;
    if (!this.ordered) return;
    if (this.instants.length < numRows) this.instants = new Float64Array(numRows);
    const found = times === null ? null : this.find(timesIn(times, numRows, this.instants), numRows);
    if (found === null) {
      this.ordered = false;
      this.batches = [];
      this.scratch = new Uint32Array(0);
    } else {
      const few = found.length * 2 < numRows;
      this.batches.push(few ? found.slice() : null);
      this.found += few ? found.length : numRows;
    }
  }

  rowsOf(batch: number): Uint32Array | null {
    return this.ordered ? (this.batches[batch] ?? null) : null;
  }

  /** Returns the rows that have company, or null where one goes back in time. */
  private find(instants: Float64Array, numRows: number): Uint32Array | null {
    if (this.scratch.length < numRows) this.scratch = new Uint32Array(numRows);
    const { scratch } = this;
    let { latest } = this;
    // Neighbours in time may lie in the batches before and after, so the rows at both ends always count as company.
    let holder = -1;
    let together = true;
    let found = 0;
    for (let row = 0; row < numRows; row++) {
      const instant = instants[row]!;
      if (instant > latest) {
        if (together && holder >= 0) scratch[found++] = holder;
        together = holder < 0;
        holder = row;
        latest = instant;
      } else if (instant < latest) {
        return null;
      } else if (instant === latest) {
        if (holder >= 0) scratch[found++] = holder;
        together = true;
        holder = row;
      } else {
        scratch[found++] = row;
      }
    }
    if (holder >= 0) scratch[found++] = holder;
    this.latest = latest;
    return scratch.subarray(0, found);
  }
}
