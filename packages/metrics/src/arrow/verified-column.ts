import type { Vector } from 'apache-arrow';
import type { Column } from './column-layout.js';

/** The values of a dictionary as they stand now. */
export interface StoredDictionary {
  /** The same object until a delta or a replacement arrives; a delta keeps the chunks before it. */
  readonly vector: Vector;
  readonly size: number;
}

/** The verified buffers of one column of one batch. Every array holds exactly the values of `length` rows. */
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
}
