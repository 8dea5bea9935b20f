import { timesIn, type TickColumn } from './row-ordinals.js';

/** A column of rows that may repeat: keys, numbers, or times as they lie in memory. */
export type SievedColumn = Uint32Array | Float64Array | TickColumn;

/** Tells rows that may repeat another from those that certainly don't. */
export interface Sieve {
  /** Notes the first *numRows* rows of *columns*, and returns their hashes. Missing values equal each other, and -0 equals 0. */
  note(columns: readonly SievedColumn[], numRows: number): Int32Array;
  /** Returns which of the rows with these *hashes* may equal another that was noted. */
  suspects(hashes: Int32Array): Uint32Array;
}

/** Cells for each row: about every thirtieth row falls on a cell that was met, by chance. */
const CELLS_A_ROW = 16;
const FEWEST_CELLS = 1 << 14;
const MOST_CELLS = 2 ** 28;

/**
 * Tells rows that may repeat another from those that certainly don't, in two passes: `note` all rows, then ask for the
 * `suspects` among them. A bit a cell, 2 to 4 bytes a row, at most 34 MiB, and 4 bytes a row for hashes: far less than remembering the rows themselves,
 * which are then looked at only where they are suspect.
 */
export class RowSieve implements Sieve {
  private readonly met: Int32Array;
  private readonly again: Int32Array;
  private readonly mask: number;
  private times: Float64Array = new Float64Array(0);

  /** *rows* is how many rows will be noted. With more, more of them are suspect. */
  constructor(rows: number) {
    const cells = cellsFor(rows);
    this.met = new Int32Array(cells / 32);
    this.again = new Int32Array(cells / 32 / 16);
    this.mask = cells - 1;
  }

  note(columns: readonly SievedColumn[], numRows: number): Int32Array {
    const { again, mask, met } = this;
    const hashes = this.hash(columns, numRows);
    for (let row = 0; row < numRows; row++) {
      const cell = hashes[row]! & mask;
      const word = met[cell >>> 5]!;
      const bit = 1 << (cell & 31);
      met[cell >>> 5] = word | bit;
      // Sixteen neighbours share the bit that one of them was met again: so few are that this suspects hardly more rows, in far less memory.
      if ((word & bit) !== 0) again[cell >>> 9]! |= 1 << ((cell >>> 4) & 31);
    }
    return hashes;
  }

  suspects(hashes: Int32Array): Uint32Array {
    const { again, mask } = this;
    const numRows = hashes.length;
    const rows = new Uint32Array(numRows);
    let found = 0;
    for (let row = 0; row < numRows; row++) {
      const cell = hashes[row]! & mask;
      rows[found] = row;
      found += (again[cell >>> 9]! >>> ((cell >>> 4) & 31)) & 1;
    }
    return rows.subarray(0, found);
  }

  private hash(columns: readonly SievedColumn[], numRows: number): Int32Array {
    const hashes = new Int32Array(numRows);
    for (const column of columns) {
      if (column instanceof Uint32Array) mixKeys(hashes, column, numRows);
      else mixNumbers(hashes, timesIn(column, numRows, this.scratchFor(numRows)), numRows);
    }
    return hashes;
  }

  private scratchFor(numRows: number): Float64Array {
    if (this.times.length < numRows) this.times = new Float64Array(numRows);
    return this.times;
  }
}

/** Returns how many cells a sieve of *rows* rows has: a power of two. */
export function cellsFor(rows: number): number {
  let cells = FEWEST_CELLS;
  while (cells < rows * CELLS_A_ROW && cells < MOST_CELLS) cells *= 2;
  return cells;
}

function mixKeys(hashes: Int32Array, keys: Uint32Array, numRows: number): void {
  for (let row = 0; row < numRows; row++) hashes[row] = mix(hashes[row]!, keys[row]!);
}

function mixNumbers(hashes: Int32Array, numbers: Float64Array, numRows: number): void {
  const words = new Int32Array(numbers.buffer, numbers.byteOffset, 2 * numRows);
  for (let row = 0; row < numRows; row++) {
    let low = words[2 * row]!;
    let high = words[2 * row + 1]!;
    if ((high & 0x7ff00000) === 0x7ff00000) {
      // There are many NaNs, and all are one missing value.
      if (((high & 0xfffff) | low) !== 0) {
        low = 0;
        high = 0x7ff80000;
      }
    } else if ((low | (high << 1)) === 0) high = 0;
    hashes[row] = mix(hashes[row]!, low ^ Math.imul(high, 0x27d4eb2f));
  }
}

/** The finaliser of MurmurHash3 over a running hash. */
function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ Math.imul(word, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
