import type { DataType, Field, Schema } from 'apache-arrow';

/** How the values of a type lie in buffers (Arrow columnar format, "Buffer Listing for Each Layout"). */
export type Layout =
  | 'null' | 'bits' | 'fixed'
  | 'offsets' | 'large-offsets' | 'view'
  | 'list' | 'large-list' | 'fixed-list' | 'struct'
  | 'sparse-union' | 'dense-union'
  | 'dictionary' | 'run-ends';

/** A field of the schema with what is needed to find and check its buffers. */
export interface Column {
  /** The names from the top-level column down, joined by dots: for error messages. */
  readonly path: string;
  readonly field: Field;
  readonly type: DataType;
  readonly layout: Layout;
  /** For `fixed`: bytes a value. For `dictionary`: bytes an index. For `fixed-list`: values a list. For `run-ends`: bytes a run's end. Else 0. */
  readonly width: number;
  readonly children: readonly Column[];
  /** For unions: the type id of each child, in order. */
  readonly typeIds: readonly number[];
  /** For dictionaries: the id, and whether indices are signed. */
  readonly dictionary: { readonly id: number; readonly signed: boolean } | null;
}

/** A verified schema: apache-arrow's, and the same as columns. */
export interface StreamSchema {
  readonly schema: Schema;
  readonly version: number;
  readonly columns: readonly Column[];
  /** For each dictionary id the column that its values make. */
  readonly dictionaries: ReadonlyMap<number, Column>;
}
