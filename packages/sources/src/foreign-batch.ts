import {
  Binary, BinaryView, Bool, Data, type DataType, Date_, Decimal, Dictionary, Duration, Field, FixedSizeBinary, Float, Int, type Int32, LargeBinary, LargeUtf8, makeData, Null,
  RecordBatch, Schema, Struct, Time, Timestamp, Type, Utf8, Utf8View, Vector,
} from 'apache-arrow';
import type { Note } from '@clientele/metrics';
import type { BatchLike, DataLike } from './table-shape.js';

/** A type as its instances show it. The numbers are those of the IPC format and the same in every version. */
interface TypeLike {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly indices?: TypeLike;
  readonly dictionary?: TypeLike;
  readonly isOrdered?: boolean;
  readonly id?: number;
  readonly byteWidth?: number;
}

interface FieldLike {
  readonly name: string;
  readonly type: TypeLike;
  readonly nullable: boolean;
  readonly metadata?: ReadonlyMap<string, string>;
}

/** Rebuilds the batches of one table with the classes of this copy of apache-arrow, over the same buffers. */
export class ForeignBatches {
  readonly #schemas = new Map<unknown, { schema: Schema; kept: readonly number[] }>();
  /** A dictionary stays one object over all batches, as it was: key indexes are remembered by it. */
  readonly #dictionaries = new Map<unknown, Vector>();
  readonly notes: Note[] = [];

  rebuild(batch: BatchLike): RecordBatch {
    const { schema, kept } = this.#schemaOf(batch.schema.fields, batch.data.children as readonly DataLike[]);
    const children = kept.map((column, i) => {
      return this.#data((schema.fields[i] as Field).type as DataType, batch.data.children[column] as DataLike);
    });
    const data = makeData({ type: new Struct(schema.fields), length: batch.numRows, nullCount: 0, children });
    return new RecordBatch(schema, data);
  }

  schemaOf(fields: readonly unknown[]): Schema {
    return this.#schemaOf(fields, null).schema;
  }

  #schemaOf(fields: readonly unknown[], columns: readonly DataLike[] | null): { schema: Schema; kept: readonly number[] } {
    const known = this.#schemas.get(fields);
    if (known !== undefined) return known;
    const rebuilt: Field[] = [];
    const kept: number[] = [];
    (fields as readonly FieldLike[]).forEach((field, i) => {
      const type = hidesViews(field.type, columns?.[i]) ? null : typeOf(field.type);
      if (type === null) {
        this.#leaveOut(field.name, field.type);
        return;
      }
      rebuilt.push(new Field(field.name, type, field.nullable, field.metadata === undefined ? null : new Map(field.metadata)));
      kept.push(i);
    });
    const schema = { schema: new Schema(rebuilt), kept };
    this.#schemas.set(fields, schema);
    return schema;
  }

  #leaveOut(column: string, type: unknown): void {
    if (this.notes.some(({ params }) => params?.['column'] === column)) return;
    this.notes.push({ code: 'column_left_out', message: `column "${column}" is ${String(type)} and is left out`, params: { column } });
  }

  #data(type: DataType, data: DataLike): Data {
    const buffers = [data.valueOffsets, data.values, data.nullBitmap] as unknown as ConstructorParameters<typeof Data>[4];
    const dictionary = data.dictionary === undefined ? undefined : this.#dictionary((type as Dictionary).dictionary, data.dictionary);
    return new Data(type, data.offset, data.length, data.nullCount, buffers, [], dictionary, data.variadicBuffers ?? []);
  }

  #dictionary(type: DataType, vector: { readonly data: readonly DataLike[] }): Vector {
    let rebuilt = this.#dictionaries.get(vector);
    if (rebuilt === undefined) {
      rebuilt = new Vector(vector.data.map((data) => this.#data(type, data)));
      this.#dictionaries.set(vector, rebuilt);
    }
    return rebuilt;
  }
}

/** Returns whether the buffers of a column of views are out of reach: a copy that was minified names them as it likes. */
function hidesViews(type: TypeLike, data: DataLike | undefined): boolean {
  if (data === undefined) return false;
  if (type.dictionary !== undefined) return data.dictionary?.data.some((chunk) => hidesViews(type.dictionary as TypeLike, chunk)) === true;
  return (type.typeId === Number(Type.Utf8View) || type.typeId === Number(Type.BinaryView)) && data.variadicBuffers === undefined;
}

/** Returns the same type of this copy, or null for a nested one. */
function typeOf(type: TypeLike): DataType | null {
  switch (type.typeId as Type) {
    case Type.Null: return new Null();
    case Type.Int: return new Int(type.isSigned === true, type.bitWidth as 32);
    case Type.Float: return new Float(type.precision as number);
    case Type.Binary: return new Binary();
    case Type.LargeBinary: return new LargeBinary();
    case Type.Utf8: return new Utf8();
    case Type.LargeUtf8: return new LargeUtf8();
    case Type.Utf8View: return new Utf8View();
    case Type.BinaryView: return new BinaryView();
    case Type.FixedSizeBinary: return new FixedSizeBinary(type.byteWidth as number);
    case Type.Bool: return new Bool();
    case Type.Decimal: return new Decimal(type.scale as number, type.precision as number, type.bitWidth);
    case Type.Date: return new Date_(type.unit as number);
    case Type.Time: return new Time(type.unit as number, type.bitWidth as 32);
    case Type.Timestamp: return new Timestamp(type.unit as number, type.timezone);
    case Type.Duration: return new Duration(type.unit as number);
    case Type.Dictionary: return dictionaryOf(type);
    default: return null;
  }
}

function dictionaryOf(type: TypeLike): DataType | null {
  const values = type.dictionary === undefined ? null : typeOf(type.dictionary);
  const indices = type.indices === undefined ? null : typeOf(type.indices);
  return values === null || indices === null ? null : new Dictionary(values, indices as Int32, type.id, type.isOrdered);
}
