import type { FileMetaData, SchemaElement } from 'hyparquet';
import { DataError, type Note, SchemaError } from '@clientele/metrics';
import type { BatchField } from '@clientele/metrics/arrow';

type Value = string | number | bigint | boolean | null;

/** A column of a Parquet file that is read. */
export interface ParquetColumn {
  readonly field: BatchField;
  /** Returns decoded values as `batchOf` wants them. */
  readonly convert: (values: ArrayLike<unknown>) => Value[];
}

/**
 * Returns the columns of a file that are read, in order, and a note for each that is left out.
 * Throws SchemaError for a repeated name.
 */
export function parquetColumns(metadata: FileMetaData): { columns: ParquetColumn[]; notes: Note[] } {
  const columns: ParquetColumn[] = [];
  const notes: Note[] = [];
  const names = new Set<string>();
  for (const element of topLevel(metadata.schema)) {
    const { name } = element;
    if (names.has(name)) {
      throw new SchemaError(`parquet: column "${name}" stands twice; expected each name once`, {
        reason: 'duplicate-column', params: { column: name },
      });
    }
    names.add(name);
    const column = columnOf(element);
    if (column !== null) {
      columns.push(column);
    } else {
      const message = `column "${name}" is ${describe(element)} and is left out`;
      notes.push({ code: 'column_left_out', message, params: { column: name } });
    }
  }
  return { columns, notes };
}

/** The schema is a tree laid out depth first: the elements below the root, without theirs. */
function topLevel(schema: readonly SchemaElement[]): SchemaElement[] {
  const elements: SchemaElement[] = [];
  let i = 1;
  const skip = (): void => {
    const children = schema[i++]?.num_children ?? 0;
    for (let child = 0; child < children; child++) skip();
  };
  while (i < schema.length) {
    elements.push(schema[i] as SchemaElement);
    skip();
  }
  return elements;
}

function columnOf(element: SchemaElement): ParquetColumn | null {
  const { name, converted_type: converted, logical_type: logical } = element;
  if (element.num_children !== undefined && element.num_children > 0) return null;
  if (element.repetition_type === 'REPEATED') return null;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalOf(element);
  switch (element.type) {
    case 'BOOLEAN': return { field: { name, type: 'bool' }, convert: valuesOf };
    case 'INT32':
      if (logical?.type === 'DATE' || converted === 'DATE') return { field: { name, type: 'date32' }, convert: valuesOf };
      if (logical?.type === 'TIME' || converted === 'TIME_MILLIS') return null;
      return { field: { name, type: isUnsigned(element, 32) ? 'int64' : 'int32' }, convert: valuesOf };
    case 'INT64': return longOf(element);
    case 'INT96': return { field: { name, type: 'timestamp-ns', zone: null }, convert: valuesOf };
    case 'FLOAT':
    case 'DOUBLE': return { field: { name, type: 'float64' }, convert: valuesOf };
    case 'BYTE_ARRAY': return isText(element) ? { field: { name, type: 'utf8' }, convert: textsOf } : null;
    case 'FIXED_LEN_BYTE_ARRAY':
      if (logical?.type === 'UUID') return { field: { name, type: 'utf8' }, convert: valuesOf };
      return logical?.type === 'FLOAT16' ? { field: { name, type: 'float64' }, convert: valuesOf } : null;
    default: return null;
  }
}

function longOf(element: SchemaElement): ParquetColumn | null {
  const { name, converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'TIME' || converted === 'TIME_MICROS') return null;
  if (logical?.type === 'TIMESTAMP') {
    const unit = ({ MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' } as const)[logical.unit];
    return { field: { name, type: `timestamp-${unit}`, zone: logical.isAdjustedToUTC ? 'UTC' : null }, convert: valuesOf };
  }
  if (converted === 'TIMESTAMP_MILLIS') return { field: { name, type: 'timestamp-ms' }, convert: valuesOf };
  if (converted === 'TIMESTAMP_MICROS') return { field: { name, type: 'timestamp-us' }, convert: valuesOf };
  return { field: { name, type: 'int64' }, convert: isUnsigned(element, 64) ? (values) => signed(name, valuesOf(values)) : valuesOf };
}

function decimalOf(element: SchemaElement): ParquetColumn | null {
  const { name, logical_type: logical } = element;
  const precision = logical?.type === 'DECIMAL' ? logical.precision : element.precision ?? 38;
  const scale = logical?.type === 'DECIMAL' ? logical.scale : element.scale ?? 0;
  if (precision > 38) return null;
  const field: BatchField = { name, type: 'decimal128', precision, scale };
  return { field, convert: (values) => valuesOf(values, (value) => (value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number))) };
}

function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement, bits: 32 | 64): boolean {
  if (logical?.type === 'INTEGER') return !logical.isSigned && logical.bitWidth === bits;
  return converted === `UINT_${bits}`;
}

function isText({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (logical !== undefined) return logical.type === 'STRING' || logical.type === 'ENUM' || logical.type === 'JSON';
  return converted === 'UTF8' || converted === 'ENUM' || converted === 'JSON';
}

function valuesOf(values: ArrayLike<unknown>, convert: (value: unknown) => Value = (value) => value as Value): Value[] {
  return Array.from(values, (value) => (value === null || value === undefined ? null : convert(value)));
}

/** An ENUM has no string annotation of its own, so its bytes come undecoded. */
function textsOf(values: ArrayLike<unknown>): Value[] {
  return valuesOf(values, (value) => (value instanceof Uint8Array ? new TextDecoder('utf-8', { fatal: true }).decode(value) : String(value)));
}

function signed(column: string, values: Value[]): Value[] {
  const beyond = values.find((value) => typeof value === 'bigint' && value > 0x7fff_ffff_ffff_ffffn);
  if (beyond === undefined) return values;
  throw new DataError('unsupported', `parquet: column "${column}" holds ${String(beyond)}; expected unsigned integers below 2^63`, {
    reason: 'uint64', params: { column }, hint: 'Write the column as text.',
  });
}

/** Two's complement, most significant byte first. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function describe(element: SchemaElement): string {
  if ((element.num_children ?? 0) > 0 || element.repetition_type === 'REPEATED') return 'nested';
  return element.logical_type?.type ?? element.converted_type ?? element.type ?? 'of no type';
}
