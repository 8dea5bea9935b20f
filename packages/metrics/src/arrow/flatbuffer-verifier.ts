import { corrupt } from './refusal.js';

/**
 * Reads FlatBuffers metadata and checks every offset at the moment it is followed, so that nothing is read that was not
 * verified. The checks are those of the reference verifier: root, table, vtable, field, vector and string lie inside the
 * buffer and are aligned, strings end in NUL, and tables, depth and decoded text are bounded by the size of the buffer
 * (tables may be shared, so a few bytes could otherwise be walked for hours).
 */
class Buffer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  tablesLeft: number;
  textLeft: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.tablesLeft = Math.max(64, bytes.length >> 2);
    this.textLeft = 2 * bytes.length + 4096;
  }

  /** Checks that *size* bytes at *position* exist and that *position* is a multiple of *alignment*. */
  check(position: number, size: number, alignment: number, reason: string, what: string): void {
    if (position < 0 || position + size > this.bytes.length) {
      throw corrupt(reason, `metadata ${what} lies outside of its buffer, got bytes ${position} to ${position + size} of ${this.bytes.length}`);
    }
    if (position % alignment !== 0) {
      throw corrupt('flatbuffer-alignment', `metadata ${what} is not aligned, got position ${position}; expected a multiple of ${alignment}`);
    }
  }
}

const maxDepth = 256;
const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** Where the elements of a vector of structs lie. */
export interface StructVector {
  readonly view: DataView;
  readonly position: number;
  readonly count: number;
}

/** A verified table. Fields are addressed by their number in the FlatBuffers schema, from 0. */
export class FlatTable {
  readonly #buffer: Buffer;
  readonly #position: number;
  readonly #depth: number;
  readonly #vtable: number;
  readonly #vtableSize: number;
  readonly #size: number;

  constructor(buffer: Buffer, position: number, depth: number) {
    if (depth > maxDepth) throw corrupt('flatbuffer-depth', `metadata nests deeper than ${maxDepth} tables`);
    if (--buffer.tablesLeft < 0) throw corrupt('flatbuffer-tables', 'metadata visits more tables than its bytes can hold');
    buffer.check(position, 4, 4, 'flatbuffer-table', 'table');
    const vtable = position - buffer.view.getInt32(position, true);
    buffer.check(vtable, 4, 2, 'flatbuffer-vtable', 'vtable');
    const vtableSize = buffer.view.getUint16(vtable, true);
    if (vtableSize < 4 || vtableSize % 2 !== 0) throw corrupt('flatbuffer-vtable', `metadata vtable has an impossible size, got ${vtableSize}`);
    buffer.check(vtable, vtableSize, 2, 'flatbuffer-vtable', 'vtable');
    const size = buffer.view.getUint16(vtable + 2, true);
    if (size < 4) throw corrupt('flatbuffer-table', `metadata table has an impossible size, got ${size}`);
    buffer.check(position, size, 4, 'flatbuffer-table', 'table');
    this.#buffer = buffer;
    this.#position = position;
    this.#depth = depth;
    this.#vtable = vtable;
    this.#vtableSize = vtableSize;
    this.#size = size;
  }

  /** Returns the position of a field's inline bytes, or -1 when the field is absent. */
  #field(field: number, size: number): number {
    const slot = 4 + 2 * field;
    if (slot + 2 > this.#vtableSize) return -1;
    const offset = this.#buffer.view.getUint16(this.#vtable + slot, true);
    if (offset === 0) return -1;
    if (offset < 4 || offset + size > this.#size) {
      throw corrupt('flatbuffer-field', `metadata field ${field} lies outside of its table, got offset ${offset} in ${this.#size} bytes`);
    }
    this.#buffer.check(this.#position + offset, size, size, 'flatbuffer-field', 'field');
    return this.#position + offset;
  }

  /** Returns the position that an offset field points to, or -1 when the field is absent. */
  #target(field: number): number {
    const position = this.#field(field, 4);
    return position < 0 ? -1 : this.#follow(position);
  }

  #follow(position: number): number {
    const offset = this.#buffer.view.getUint32(position, true);
    if (offset === 0) throw corrupt('flatbuffer-offset', 'metadata offset points at itself');
    return position + offset;
  }

  /** Returns true when the field is stored. */
  has(field: number): boolean {
    return this.#field(field, 1) >= 0;
  }

  uint8(field: number, absent: number): number {
    const position = this.#field(field, 1);
    return position < 0 ? absent : this.#buffer.view.getUint8(position);
  }

  bool(field: number): boolean {
    return this.uint8(field, 0) !== 0;
  }

  int16(field: number, absent: number): number {
    const position = this.#field(field, 2);
    return position < 0 ? absent : this.#buffer.view.getInt16(position, true);
  }

  int32(field: number, absent: number): number {
    const position = this.#field(field, 4);
    return position < 0 ? absent : this.#buffer.view.getInt32(position, true);
  }

  /** Returns a 64-bit field as a number; beyond the safe integers it is corrupt, as no count or offset gets there. */
  int64(field: number, absent: number): number {
    const position = this.#field(field, 8);
    return position < 0 ? absent : safeInt64(this.#buffer.view, position);
  }

  string(field: number): string | null {
    const position = this.#target(field);
    if (position < 0) return null;
    const buffer = this.#buffer;
    buffer.check(position, 4, 4, 'flatbuffer-string', 'string');
    const length = buffer.view.getUint32(position, true);
    buffer.check(position + 4, length + 1, 1, 'flatbuffer-string', 'string');
    if (buffer.bytes[position + 4 + length] !== 0) throw corrupt('flatbuffer-string', 'metadata string does not end in NUL');
    if ((buffer.textLeft -= length) < 0) throw corrupt('flatbuffer-text', 'metadata repeats more text than its bytes can hold');
    return text.decode(buffer.bytes.subarray(position + 4, position + 4 + length));
  }

  table(field: number): FlatTable | null {
    const position = this.#target(field);
    return position < 0 ? null : new FlatTable(this.#buffer, position, this.#depth + 1);
  }

  /** Returns the tables of a vector of tables; none when the field is absent. */
  tables(field: number): FlatTable[] {
    const { position, count } = this.#vector(field, 4, 4);
    const tables: FlatTable[] = [];
    for (let i = 0; i < count; i++) tables.push(new FlatTable(this.#buffer, this.#follow(position + 4 * i), this.#depth + 1));
    return tables;
  }

  /** Returns where the structs of *size* bytes lie; a count of 0 when the field is absent. */
  structs(field: number, size: number): StructVector {
    return { view: this.#buffer.view, ...this.#vector(field, size, 8) };
  }

  int32s(field: number): number[] | null {
    if (!this.has(field)) return null;
    const { position, count } = this.#vector(field, 4, 4);
    return Array.from({ length: count }, (_, i) => this.#buffer.view.getInt32(position + 4 * i, true));
  }

  int64s(field: number): number[] {
    const { position, count } = this.#vector(field, 8, 8);
    return Array.from({ length: count }, (_, i) => safeInt64(this.#buffer.view, position + 8 * i));
  }

  #vector(field: number, size: number, alignment: number): { position: number; count: number } {
    const position = this.#target(field);
    if (position < 0) return { position: 0, count: 0 };
    this.#buffer.check(position, 4, 4, 'flatbuffer-vector', 'vector');
    const count = this.#buffer.view.getUint32(position, true);
    // An empty vector has no elements to align.
    this.#buffer.check(position + 4, count * size, count === 0 ? 1 : alignment, 'flatbuffer-vector', 'vector');
    return { position: position + 4, count };
  }
}

/** Returns the root table of the FlatBuffer in *bytes*. Throws DataError `corrupt`, there and on every later access. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const buffer = new Buffer(bytes);
  buffer.check(0, 4, 4, 'flatbuffer-root', 'root offset');
  return new FlatTable(buffer, buffer.view.getUint32(0, true), 1);
}

/** Returns the signed 64-bit integer at *position*. Throws DataError `corrupt` beyond the safe integers. */
export function safeInt64(view: DataView, position: number): number {
  const value = view.getInt32(position + 4, true) * 2 ** 32 + view.getUint32(position, true);
  if (!Number.isSafeInteger(value)) throw corrupt('flatbuffer-integer', `metadata integer is out of range, got ${value}`);
  return value;
}
