import { DataType } from 'apache-arrow';
import type { RecordBatch } from 'apache-arrow';
import { SchemaError } from '../errors.js';
import type { DecimalColumn } from '../kernels/exact-sums.js';
import type { KeyIndex } from '../kernels/key-index.js';
import type { KeySlots } from '../kernels/key-slots.js';
import type { TickColumn } from '../kernels/row-ordinals.js';
import type { ByteColumn, PositionColumn } from '../kernels/stored-columns.js';
import type { Field, Schema } from '../schema.js';
import { decimalsOf } from './column-decimals.js';
import { instantsOf, ticksOf } from './column-instants.js';
import { columnKeys, type ColumnKeys, sharesKeys } from './column-keys.js';
import { bytesOf, numbersOf } from './column-numbers.js';
import { columnOf } from './column-view.js';
import { DictionaryNumbers } from './dictionary.js';
import { DictionaryPositions } from './dictionary-positions.js';
import { expectField, expectReadable } from './expect-field.js';
import type { Frame, FrameReader } from './frame.js';
import { type Readable, readable } from './guarded-data.js';
import { integerScale, kindOf, typeName } from './schema-of.js';

/**
 * Returns a reader that numbers the batches of one source in the order in which it gets them and turns their columns into
 * typed arrays on first use. Its key indexes grow as keys are read. A column that is missing, or whose type can't be read
 * in the way asked for, throws SchemaError; so does a batch whose column is of another kind than *schema* says. Reading a
 * damaged column of a batch whose checks were put off throws DataError `corrupt`, every time.
 */
export function createFrameReader(schema: Schema): FrameReader {
  return new BatchReader(schema);
}

class BatchReader implements FrameReader {
  readonly schema: Schema;
  private readonly columns = new Map<string, ColumnReader>();
  private slots: KeySlots | null = null;
  private frames = 0;
  private rows = 0;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  keyIndex(column: string): KeyIndex {
    expectReadable(this.schema, column, 'keys');
    return this.column(column).keys.index;
  }

  frame(batch: RecordBatch): Frame {
    const frame = new BatchFrame(this, batch, this.frames, this.rows);
    this.frames += 1;
    this.rows += batch.numRows;
    return frame;
  }

  accelerate(slots: KeySlots): void {
    this.slots ??= slots;
    for (const column of this.columns.values()) column.accelerate(this.slots);
  }

  column(name: string): ColumnReader {
    let column = this.columns.get(name);
    if (column === undefined) {
      column = new ColumnReader(expectField(this.schema, name), this.slots);
      this.columns.set(name, column);
    }
    return column;
  }
}

class BatchFrame implements Frame {
  readonly ordinal: number;
  readonly firstRow: number;
  readonly numRows: number;
  private readonly reader: BatchReader;
  private readonly batch: RecordBatch;
  private readonly keyColumns = new Map<string, Uint32Array>();
  private readonly instantColumns = new Map<string, Float64Array>();
  private readonly tickColumns = new Map<string, TickColumn | null>();
  private readonly numberColumns = new Map<string, Float64Array>();
  private readonly decimalColumns = new Map<string, DecimalColumn | null>();

  constructor(reader: BatchReader, batch: RecordBatch, ordinal: number, firstRow: number) {
    this.reader = reader;
    this.batch = batch;
    this.ordinal = ordinal;
    this.firstRow = firstRow;
    this.numRows = batch.numRows;
  }

  keys(column: string): Uint32Array {
    return memoized(this.keyColumns, column, () => {
      const { values, reader } = this.open(column, 'keys');
      return reader.keys.read(values);
    });
  }

  positions(column: string): PositionColumn | null {
    const { values, reader } = this.open(column, 'keys');
    return reader.positions.read(values);
  }

  instants(column: string): Float64Array {
    return memoized(this.instantColumns, column, () => {
      const { values, reader } = this.open(column, 'instants');
      return reader.instants(values);
    });
  }

  ticks(column: string): TickColumn | null {
    return memoized(this.tickColumns, column, () => ticksOf(this.open(column, 'instants').values.data));
  }

  numbers(column: string): Float64Array {
    return memoized(this.numberColumns, column, () => {
      const { values, reader } = this.open(column, 'numbers');
      return reader.numbers(values);
    });
  }

  bytes(column: string): ByteColumn | null {
    const { values, reader } = this.open(column, 'numbers');
    return reader.bytes(values);
  }

  decimals(column: string): DecimalColumn | null {
    return memoized(this.decimalColumns, column, () => {
      const { values, reader } = this.open(column, 'numbers');
      return reader.decimals(values);
    });
  }

  private open(name: string, reading: 'keys' | 'numbers' | 'instants'): { values: Readable; reader: ColumnReader } {
    const field = expectReadable(this.reader.schema, name, reading);
    const data = columnOf(this.batch, name);
    if (data === null) {
      throw new SchemaError(`batch ${this.ordinal} has no column "${name}", which the schema has`, {
        reason: 'batch-column',
        params: { column: name },
      });
    }
    const type = typeName(data.type);
    const isAlike = kindOf(data.type) === field.kind && (reading !== 'keys' || sharesKeys(type, field.type));
    if (!isAlike && !DataType.isNull(data.type)) {
      throw new SchemaError(`column "${name}" is ${type} in batch ${this.ordinal}; expected ${field.type}, as in the schema`, {
        reason: 'batch-column',
        params: { column: name, type, expected: field.type },
      });
    }
    return { values: readable(data), reader: this.reader.column(name) };
  }
}

/** What is remembered about one column between batches: its key index and its dictionary. */
class ColumnReader {
  private readonly field: Field;
  private readonly scale: number;
  private slots: KeySlots | null;
  private keyReader: ColumnKeys | null = null;
  readonly positions = new DictionaryPositions();
  private readonly dictionaryNumbers: DictionaryNumbers;
  private readonly dictionaryInstants: DictionaryNumbers;

  constructor(field: Field, slots: KeySlots | null) {
    this.field = field;
    this.slots = slots;
    this.scale = integerScale(field.metadata);
    this.dictionaryNumbers = new DictionaryNumbers((chunk) => numbersOf(chunk, this.scale));
    this.dictionaryInstants = new DictionaryNumbers(instantsOf);
  }

  get keys(): ColumnKeys {
    if (this.keyReader === null) {
      this.keyReader = columnKeys(this.field);
      if (this.slots !== null) this.keyReader.accelerate(this.slots);
    }
    return this.keyReader;
  }

  accelerate(slots: KeySlots): void {
    this.slots = slots;
    this.keyReader?.accelerate(slots);
  }

  numbers({ data, checkIndices }: Readable): Float64Array {
    return DataType.isDictionary(data.type) ? this.dictionaryNumbers.read(data, checkIndices) : numbersOf(data, this.scale);
  }

  bytes({ data }: Readable): ByteColumn | null {
    return this.scale === 0 ? bytesOf(data) : null;
  }

  decimals({ data, checkIndices }: Readable): DecimalColumn | null {
    if (DataType.isDictionary(data.type)) checkIndices();
    return decimalsOf(data, this.scale);
  }

  instants({ data, checkIndices }: Readable): Float64Array {
    return DataType.isDictionary(data.type) ? this.dictionaryInstants.read(data, checkIndices) : instantsOf(data);
  }
}

function memoized<T>(columns: Map<string, T>, name: string, read: () => T): T {
  let column = columns.get(name);
  if (column === undefined) {
    column = read();
    columns.set(name, column);
  }
  return column;
}
