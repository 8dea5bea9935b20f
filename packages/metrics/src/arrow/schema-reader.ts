import {
  type DataType, Dictionary, Field, Int8, Int16, Int32, Int64, Schema, Uint8, Uint16, Uint32, Uint64,
} from 'apache-arrow';
import type { Column, StreamSchema } from './column-layout.js';
import type { FlatTable } from './flatbuffer-verifier.js';
import { type ArrowLimits, checkLimit } from './limits.js';
import { readKeyValues } from './message.js';
import { corrupt, unsupported } from './refusal.js';
import { readType } from './type-reader.js';

/**
 * Returns the schema in *header*, with apache-arrow's types.
 * Throws DataError: `unsupported` for big-endian data and for columns of types that apache-arrow can't hold (named by path),
 * `corrupt` for types that contradict themselves, `limit` for too many or too deep columns. Column names may repeat.
 */
export function readSchemaHeader(header: FlatTable, version: number, limits: ArrowLimits): StreamSchema {
  if (header.int16(0, 0) !== 0) {
    throw unsupported('big-endian', 'the data is big-endian; expected little-endian', {}, 'Write the data on, or convert it for, a little-endian machine.');
  }
  const reader = new SchemaReader(limits);
  const columns = header.tables(1).map((field) => reader.column(field, '', 1));
  const dictionaryTypes = new Map([...reader.dictionaries].map(([id, { type }]) => [id, type]));
  const schema = new Schema(columns.map(({ field }) => field), readKeyValues(header, 2), dictionaryTypes, version - 1);
  return { schema, version, columns, dictionaries: reader.dictionaries };
}

class SchemaReader {
  readonly dictionaries = new Map<number, Column>();
  readonly #limits: ArrowLimits;
  #columns = 0;

  constructor(limits: ArrowLimits) {
    this.#limits = limits;
  }

  column(table: FlatTable, parent: string, depth: number): Column {
    const name = table.string(0) ?? '';
    const path = parent === '' ? name : `${parent}.${name}`;
    checkLimit(this.#limits, 'columns', ++this.#columns, 'the schema has too many columns');
    checkLimit(this.#limits, 'depth', depth, `column "${path}" is nested too deep`);
    const children = table.tables(5).map((child) => this.column(child, path, depth + 1));
    // Streams number their dictionaries from 0.
    const { type, ...shape } = readType(table, path, children, -this.#columns);
    const nullable = table.bool(1);
    const metadata = readKeyValues(table, 6);
    const value: Column = { path, field: new Field(name, type, nullable, metadata), type, children, dictionary: null, ...shape };
    const encoding = table.table(4);
    return encoding === null ? value : this.#encoded(encoding, value);
  }

  #encoded(encoding: FlatTable, value: Column): Column {
    const id = encoding.int64(0, 0);
    const kind = encoding.int16(3, 0);
    if (kind !== 0) throw unsupported('dictionary-kind', `column "${value.path}" has a dictionary of kind ${kind}; expected a dense array (0)`, { column: value.path });
    const index = encoding.table(1);
    const signed = index === null || index.bool(1);
    const bits = index === null ? 32 : index.int32(0, 0);
    if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) {
      throw corrupt('type', `column "${value.path}" has dictionary indices of ${bits} bits; expected 8, 16, 32 or 64`, { column: value.path });
    }
    const known = this.dictionaries.get(id);
    if (known !== undefined && String(known.type) !== String(value.type)) {
      throw corrupt('dictionary-type', `column "${value.path}" shares dictionary ${id} of ${String(known.type)}, got ${String(value.type)}`, { column: value.path });
    }
    const values = known ?? value;
    if (known === undefined) this.dictionaries.set(id, value);
    // apache-arrow's types leave out 64-bit indices; its vectors hold them all the same.
    const type: DataType = new Dictionary(values.type, indexType(bits, signed) as Int32, id, encoding.bool(2));
    return {
      path: value.path,
      field: new Field(value.field.name, type, value.field.nullable, value.field.metadata),
      type,
      layout: 'dictionary',
      width: bits / 8,
      children: [],
      typeIds: [],
      dictionary: { id, signed },
    };
  }
}

function indexType(bits: 8 | 16 | 32 | 64, signed: boolean): Int8 | Int16 | Int32 | Int64 | Uint8 | Uint16 | Uint32 | Uint64 {
  switch (bits) {
    case 8: return signed ? new Int8() : new Uint8();
    case 16: return signed ? new Int16() : new Uint16();
    case 32: return signed ? new Int32() : new Uint32();
    case 64: return signed ? new Int64() : new Uint64();
  }
}
