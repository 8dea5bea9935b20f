import type { DataLike, TableLike } from '../table-shape.js';

/** A type of Arrow as plain data. */
export interface PostedType {
  readonly typeId: number;
  /** Its name, for messages. */
  readonly text: string;
  readonly [property: string]: unknown;
}

/** What a worker has to know of an Arrow table before its batches. */
export interface PostedTable {
  readonly fields: readonly { readonly name: string; readonly nullable: boolean; readonly type: PostedType; readonly metadata: readonly (readonly [string, string])[] }[];
  readonly batches: number;
}

/** A column of a batch: copies of its buffers. A dictionary is sent once and then named by its number. */
export interface PostedColumn {
  readonly offset: number;
  readonly length: number;
  readonly nullCount: number;
  readonly values: unknown;
  readonly valueOffsets: unknown;
  readonly nullBitmap: unknown;
  readonly variadicBuffers: readonly unknown[];
  readonly dictionary?: { readonly number: number; readonly data: readonly PostedColumn[] | null } | undefined;
}

/** A batch as plain data. */
export interface PostedBatch {
  readonly numRows: number;
  readonly columns: readonly PostedColumn[];
}

/** Properties of types, which their classes have as getters that no clone keeps. */
const TYPE_PROPERTIES = ['bitWidth', 'isSigned', 'precision', 'scale', 'unit', 'timezone', 'isOrdered', 'id'] as const;

/** Turns an Arrow table into messages, without an Arrow reader on the page. */
export class TablePoster {
  readonly #table: TableLike;
  readonly #dictionaries = new Map<unknown, number>();

  constructor(table: TableLike) {
    this.#table = table;
  }

  /** The columns and the number of batches. */
  get posted(): PostedTable {
    const fields = (this.#table.schema.fields as readonly { name: string; nullable: boolean; type: object; metadata?: ReadonlyMap<string, string> }[])
      .map(({ name, nullable, type, metadata }) => ({ name, nullable, type: postedType(type), metadata: [...metadata ?? []] }));
    return { fields, batches: this.#table.batches.length };
  }

  /** Returns batch *i* as copies of its buffers; the dictionaries with the numbers in *known* are at the worker already. */
  batch(i: number, known: readonly number[]): PostedBatch {
    const sent = new Set(known);
    const { numRows, data } = this.#table.batches[i] as { numRows: number; data: { children: readonly DataLike[] } };
    return { numRows, columns: data.children.map((column) => this.#column(column, sent)) };
  }

  #column(data: DataLike, sent: Set<number>): PostedColumn {
    const { offset, length, nullCount, values, valueOffsets, nullBitmap, variadicBuffers, dictionary } = data;
    return {
      offset, length, nullCount,
      values: copied(values), valueOffsets: copied(valueOffsets), nullBitmap: copied(nullBitmap),
      variadicBuffers: (variadicBuffers ?? []).map(copied),
      dictionary: dictionary === undefined || dictionary === null ? undefined : this.#dictionary(dictionary, sent),
    };
  }

  #dictionary(vector: { readonly data: readonly DataLike[] }, sent: Set<number>): NonNullable<PostedColumn['dictionary']> {
    let number = this.#dictionaries.get(vector);
    if (number === undefined) this.#dictionaries.set(vector, (number = this.#dictionaries.size));
    if (sent.has(number)) return { number, data: null };
    sent.add(number);
    return { number, data: vector.data.map((part) => this.#column(part, sent)) };
  }
}

/** A clone of a view would copy all of the buffer below it, which may be a whole file. */
function copied(buffer: unknown): unknown {
  return ArrayBuffer.isView(buffer) && !(buffer instanceof DataView) ? (buffer as Uint8Array).slice() : undefined;
}

function postedType(type: object): PostedType {
  const like = type as Readonly<Record<string, unknown>>;
  const posted: Record<string, unknown> = {};
  for (const property of TYPE_PROPERTIES) if (like[property] !== undefined) posted[property] = like[property];
  for (const inner of ['indices', 'dictionary']) {
    const below = like[inner];
    if (typeof below === 'object' && below !== null) posted[inner] = postedType(below);
  }
  return { ...posted, typeId: like['typeId'] as number, text: String(type) };
}
