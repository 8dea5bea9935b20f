import { DataType } from 'apache-arrow';
import type { Data, Decimal } from 'apache-arrow';
import { SchemaError } from '../errors.js';
import { hasBit } from '../kernels/bitmap.js';
import type { Cell, CellType, Table } from '../table.js';
import { validityOf } from './column-view.js';
import { positionsOf } from './dictionary.js';
import { signedInteger } from './exact-values.js';
import { integerScale, isBinary, kindOf, typeName } from './schema-of.js';
import { CELL_METADATA } from './table-arrow.js';

/** What `fromArrow` needs of an Arrow table, whichever library or version made it. */
export interface ArrowTableLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly ArrowFieldLike[] };
  getChild(name: string): ArrowVectorLike | null | undefined;
}

/** A field of such a table. */
export interface ArrowFieldLike {
  readonly name: string;
  readonly type: unknown;
  readonly metadata?: ReadonlyMap<string, string> | Readonly<Record<string, string>> | null | undefined;
}

/** A column of such a table. */
export interface ArrowVectorLike {
  get(row: number): unknown;
  readonly data?: unknown;
}

/**
 * Returns an Arrow table as a plain one. Works on tables of another copy or version of apache-arrow, and of libraries
 * with the same `schema.fields` and `getChild`. Integers become numbers; a column with one beyond 2^53 becomes text, so
 * that no digit is lost. Decimals are scaled, instants keep milliseconds.
 * Bytes are text in hexadecimal, durations and times of day are in seconds. Throws SchemaError for nested columns.
 */
export function fromArrow(table: ArrowTableLike): Table {
  const fields: { name: string; type: CellType }[] = [];
  const columns: Record<string, readonly Cell[]> = {};
  for (const field of table.schema.fields) {
    const { type, cells } = readColumn(field, valuesOf(table.getChild(field.name), table.numRows));
    fields.push({ name: field.name, type });
    columns[field.name] = cells;
  }
  return { fields, numRows: table.numRows, columns };
}

function readColumn(field: ArrowFieldLike, values: readonly unknown[]): { type: CellType; cells: Cell[] } {
  const outer = field.type as DataType;
  const type: DataType = DataType.isDictionary(outer) ? outer.dictionary : outer;
  const metadata = metadataOf(field);
  const each = (cellType: CellType, cellOf: (value: NonNullable<unknown>) => Cell): { type: CellType; cells: Cell[] } => ({
    type: cellType,
    cells: values.map((value) => (value === null || value === undefined ? null : cellOf(value))),
  });
  if (DataType.isNull(type)) return each('utf8', () => null);
  switch (kindOf(type)) {
    case 'text':
      if (isBinary(type)) return each('utf8', (value) => Array.from(value as Uint8Array, (byte) => byte.toString(16).padStart(2, '0')).join(''));
      return metadata[CELL_METADATA] === 'counts' ? each('counts', countsOf) : each('utf8', String);
    case 'bool': return each('bool', Boolean);
    case 'date': return each('date', (value) => isoInstant(millisecondsOf(value)).replace(/T.*/, ''));
    case 'instant': return each('instant', (value) => isoInstant(millisecondsOf(value)));
    case 'number': break;
    case 'other':
      throw new SchemaError(`column "${field.name}" is ${typeName(outer)}; expected text, numbers, booleans, dates or instants`);
  }
  if (DataType.isDecimal(type)) return each('float64', (value) => decimalOf(value, type));
  if (DataType.isDuration(type) || DataType.isTime(type)) return each('float64', (value) => Number(value) / 1000 ** type.unit);
  const scale = DataType.isInt(type) ? integerScale(metadata) : 0;
  if (scale !== 0) return each('float64', (value) => Number(`${String(value)}e${-scale}`));
  if (!DataType.isInt(type)) return each('float64', Number);
  const isSafe = values.every((value) => value === null || value === undefined || Number.isSafeInteger(Number(value)));
  return isSafe ? each('int32', Number) : each('utf8', String);
}

/** Dictionaries are read here, because apache-arrow can't follow positions of 64 bits. */
function valuesOf(vector: ArrowVectorLike | null | undefined, numRows: number): unknown[] {
  const chunks = Array.isArray(vector?.data) ? (vector.data as Data[]) : [];
  if (chunks.length > 0 && chunks.every((chunk) => chunk.dictionary !== undefined && DataType.isDictionary(chunk.type))) {
    return chunks.flatMap((chunk) => {
      const valid = validityOf(chunk);
      const positions = positionsOf(chunk);
      return Array.from({ length: chunk.length }, (_, i): unknown =>
        valid === null || hasBit(valid, i) ? chunk.dictionary?.get(positions[i] ?? 0) : null);
    });
  }
  return Array.from({ length: numRows }, (_, row) => vector?.get(row));
}

function metadataOf({ metadata }: ArrowFieldLike): Readonly<Record<string, string>> {
  if (!metadata) return {};
  const isMap = typeof metadata.entries === 'function';
  return isMap ? Object.fromEntries((metadata as ReadonlyMap<string, string>).entries()) : (metadata as Record<string, string>);
}

function countsOf(value: NonNullable<unknown>): Readonly<Record<string, number>> {
  return JSON.parse(String(value)) as Record<string, number>;
}

function millisecondsOf(value: NonNullable<unknown>): number {
  return Math.floor(value instanceof Date ? value.getTime() : Number(value));
}

/** Without a fraction where there is none: `2024-03-01T08:00:00Z`. */
function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

/** apache-arrow gives a decimal as its unscaled words; other libraries as a scaled number. */
function decimalOf(value: NonNullable<unknown>, type: Decimal): number {
  if (!ArrayBuffer.isView(value)) return Number(value);
  const words = new Int32Array(value.buffer, value.byteOffset, value.byteLength >>> 2);
  return Number(`${signedInteger(words)}e${-type.scale}`);
}
