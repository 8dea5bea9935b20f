import type { Vector } from 'apache-arrow';
import type { Column } from './column-layout.js';

/** The values of a dictionary as they stand now. */
export interface StoredDictionary {
  /** The same object until a delta or a replacement arrives; a delta keeps the chunks before it. */
  readonly vector: Vector;
  readonly size: number;
}

/** The checks that look at every value of a column, put off until its values are read. Each throws DataError `corrupt`. */
export interface ColumnChecks {
  /** Those that have not passed yet, in the order in which they must run. */
  readonly values: (() => void)[];
  /** That of the positions of a dictionary column, or null when there is none, or none any more. */
  indices: (() => void) | null;
}

/**
 * The verified buffers of one column of one batch. Every array holds exactly the values of `length` rows. Where `checks`
 * is not null, only lengths and bounds are verified, and the checks must pass before values are used.
 */
export interface VerifiedColumn {
  readonly column: Column;
  readonly length: number;
  readonly nullCount: number;
  /** Null where nothing is missing. */
  readonly validity: Uint8Array | null;
  /** Of lists, texts and dense unions: 32-bit, or 64-bit as 8 bytes each for the large types. */
  readonly offsets: Uint8Array | null;
  /** Values, views, indices or text bytes, by layout. */
  readonly data: Uint8Array | null;
  readonly typeIds: Int8Array | null;
  readonly viewBuffers: readonly Uint8Array[];
  readonly children: readonly VerifiedColumn[];
  readonly dictionary: StoredDictionary | null;
  /** Null where nothing was put off, and for children. */
  readonly checks: ColumnChecks | null;
}
