/**
 * Writes Arrow IPC bytes field by field, so that a test can say exactly what is wrong with them. It shares nothing with
 * the reader and nothing with apache-arrow. FlatBuffers are written front to back: a table's children follow it.
 */

/** A value of a FlatBuffers table: a scalar of so many bytes, or something that an offset points to. */
export type FlatValue =
  | { readonly size: 1 | 2 | 4; readonly value: number }
  | { readonly size: 8; readonly value: number | bigint }
  | { readonly string: string }
  | { readonly table: FlatFields }
  | { readonly tables: readonly FlatFields[] }
  | { readonly int32s: readonly number[] }
  | { readonly int64s: readonly number[]; readonly stride: number };

/** The fields of a table by their number. */
export type FlatFields = Readonly<Record<number, FlatValue>>;

export const byte = (value: number): FlatValue => ({ size: 1, value });
export const short = (value: number): FlatValue => ({ size: 2, value });
export const int = (value: number): FlatValue => ({ size: 4, value });
export const long = (value: number | bigint): FlatValue => ({ size: 8, value });

class FlatWriter {
  bytes = new Uint8Array(1 << 20);
  view = new DataView(this.bytes.buffer);
  end = 4;

  align(to: number): void {
    while (this.end % to !== 0) this.end++;
  }

  table(fields: FlatFields): number {
    const numbers = Object.keys(fields).map(Number);
    const slots = numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
    this.align(8);
    const vtable = this.end;
    this.end += 4 + 2 * slots;
    this.align(8);
    const table = this.end;
    this.view.setInt32(table, table - vtable, true);
    this.end += 4;
    const places = new Map<number, number>();
    for (const n of numbers) {
      const value = fields[n] as FlatValue;
      const size = 'size' in value ? value.size : 4;
      this.align(size);
      places.set(n, this.end);
      this.view.setUint16(vtable + 4 + 2 * n, this.end - table, true);
      this.end += size;
    }
    this.view.setUint16(vtable, 4 + 2 * slots, true);
    this.view.setUint16(vtable + 2, this.end - table, true);
    for (const n of numbers) this.value(places.get(n) ?? 0, fields[n] as FlatValue);
    return table;
  }

  value(at: number, value: FlatValue): void {
    if ('size' in value) {
      if (value.size === 1) this.view.setUint8(at, value.value & 0xff);
      else if (value.size === 2) this.view.setInt16(at, value.value, true);
      else if (value.size === 4) this.view.setInt32(at, value.value, true);
      else this.view.setBigInt64(at, BigInt(value.value), true);
      return;
    }
    const target = this.target(value);
    this.view.setUint32(at, target - at, true);
  }

  target(value: Exclude<FlatValue, { size: number }>): number {
    if ('table' in value) return this.table(value.table);
    if ('string' in value) {
      const text = new TextEncoder().encode(value.string);
      const at = this.length(text.length, 4);
      this.bytes.set(text, this.end);
      this.end += text.length + 1;
      return at;
    }
    if ('tables' in value) {
      const at = this.length(value.tables.length, 4);
      const slots = this.end;
      this.end += 4 * value.tables.length;
      value.tables.forEach((table, i) => this.view.setUint32(slots + 4 * i, this.table(table) - (slots + 4 * i), true));
      return at;
    }
    if ('int32s' in value) {
      const at = this.length(value.int32s.length, 4);
      value.int32s.forEach((n) => {
        this.view.setInt32(this.end, n, true);
        this.end += 4;
      });
      return at;
    }
    const at = this.length(value.int64s.length / value.stride, 8);
    value.int64s.forEach((n) => {
      this.view.setBigInt64(this.end, BigInt(n), true);
      this.end += 8;
    });
    return at;
  }

  /** Writes a length so that what follows is aligned. */
  length(length: number, alignment: number): number {
    this.align(4);
    while ((this.end + 4) % alignment !== 0) this.end += 4;
    const at = this.end;
    this.view.setUint32(at, length, true);
    this.end += 4;
    return at;
  }
}

/** Returns a FlatBuffer with root table *fields*, padded to 8 bytes. */
export function flatBuffer(fields: FlatFields): Uint8Array {
  const writer = new FlatWriter();
  writer.view.setUint32(0, writer.table(fields), true);
  writer.align(8);
  return writer.bytes.slice(0, writer.end);
}

/** A field of a schema. `type` is the number of the type in Arrow's Schema.fbs. */
export interface FieldSpec {
  readonly name: string;
  readonly type: number;
  readonly parameters?: FlatFields;
  readonly nullable?: boolean;
  readonly children?: readonly FieldSpec[];
  readonly dictionary?: { readonly id: number; readonly bits?: number; readonly signed?: boolean; readonly kind?: number };
  readonly metadata?: Readonly<Record<string, string>>;
}

export const int32Type = { type: 2, parameters: { 0: int(32), 1: byte(1) } };
export const int8Type = { type: 2, parameters: { 0: int(8), 1: byte(1) } };
export const float64Type = { type: 3, parameters: { 0: short(2) } };
export const utf8Type = { type: 5 };

function keyValues(metadata: Readonly<Record<string, string>>): FlatValue {
  return { tables: Object.entries(metadata).map(([key, value]) => ({ 0: { string: key }, 1: { string: value } })) };
}

function field(spec: FieldSpec): FlatFields {
  const fields: Record<number, FlatValue> = {
    0: { string: spec.name },
    1: byte(spec.nullable === false ? 0 : 1),
    2: byte(spec.type),
    3: { table: spec.parameters ?? {} },
    5: { tables: (spec.children ?? []).map(field) },
  };
  if (spec.dictionary !== undefined) {
    const { id, bits = 32, signed = true, kind = 0 } = spec.dictionary;
    fields[4] = { table: { 0: long(id), 1: { table: { 0: int(bits), 1: byte(signed ? 1 : 0) } }, 3: short(kind) } };
  }
  if (spec.metadata !== undefined) fields[6] = keyValues(spec.metadata);
  return fields;
}

/** What a schema message may say besides its fields. */
export interface SchemaSpec {
  readonly endianness?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Returns the table of a schema. */
export function schemaTable(fields: readonly FieldSpec[], { endianness = 0, metadata = {} }: SchemaSpec = {}): FlatFields {
  return { 0: short(endianness), 1: { tables: fields.map(field) }, 2: keyValues(metadata) };
}

/** A record batch: buffers lie one after the other, each at a multiple of 8, unless `regions` says otherwise. */
export interface BatchSpec {
  readonly rows: number;
  /** Length and null count of each node. */
  readonly nodes: readonly (readonly [length: number, nulls: number])[];
  readonly buffers: readonly ArrayBufferView[];
  readonly regions?: readonly (readonly [offset: number, length: number])[];
  readonly codec?: number;
  readonly method?: number;
  readonly viewCounts?: readonly number[];
}

function batchTable(spec: BatchSpec): { table: FlatFields; body: Uint8Array } {
  const regions: [number, number][] = [];
  let end = 0;
  for (const { byteLength } of spec.buffers) {
    regions.push([end, byteLength]);
    end += (byteLength + 7) & ~7;
  }
  const body = new Uint8Array(end);
  spec.buffers.forEach(({ buffer, byteOffset, byteLength }, i) => body.set(new Uint8Array(buffer, byteOffset, byteLength), regions[i]?.[0]));
  const fields: Record<number, FlatValue> = {
    0: long(spec.rows),
    1: { int64s: spec.nodes.flat(), stride: 2 },
    2: { int64s: (spec.regions ?? regions).flat(), stride: 2 },
  };
  if (spec.codec !== undefined) fields[3] = { table: { 0: byte(spec.codec), 1: byte(spec.method ?? 0) } };
  if (spec.viewCounts !== undefined) fields[4] = { int64s: spec.viewCounts, stride: 1 };
  return { table: fields, body };
}

/** What an envelope may say otherwise. */
export interface EnvelopeSpec {
  /** The metadata version as stored: 3 is V4, 4 is V5. */
  readonly version?: number;
  readonly kind?: number;
  readonly bodyLength?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Returns the metadata of a message. */
export function envelope(kind: number, header: FlatFields, bodyLength: number, spec: EnvelopeSpec = {}): Uint8Array {
  const fields: Record<number, FlatValue> = {
    0: short(spec.version ?? 4),
    1: byte(spec.kind ?? kind),
    2: { table: header },
    3: long(spec.bodyLength ?? bodyLength),
  };
  if (spec.metadata !== undefined) fields[4] = keyValues(spec.metadata);
  return flatBuffer(fields);
}

/** Returns *metadata* and *body* as an encapsulated message. */
export function framed(metadata: Uint8Array, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const message = new Uint8Array(8 + metadata.length + body.length);
  const view = new DataView(message.buffer);
  view.setInt32(0, -1, true);
  view.setInt32(4, metadata.length, true);
  message.set(metadata, 8);
  message.set(body, 8 + metadata.length);
  return message;
}

export function schemaMessage(fields: readonly FieldSpec[], schema: SchemaSpec = {}, spec: EnvelopeSpec = {}): Uint8Array {
  return framed(envelope(1, schemaTable(fields, schema), 0, spec));
}

export function batchMessage(batch: BatchSpec, spec: EnvelopeSpec = {}): Uint8Array {
  const { table, body } = batchTable(batch);
  return framed(envelope(3, table, body.length, spec), body);
}

export function dictionaryMessage(id: number, batch: BatchSpec, delta: boolean = false): Uint8Array {
  const { table, body } = batchTable(batch);
  return framed(envelope(2, { 0: long(id), 1: { table }, 2: byte(delta ? 1 : 0) }, body.length), body);
}

export const endMark: Uint8Array = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Returns a stream of the messages, ended. */
export function stream(...messages: readonly Uint8Array[]): Uint8Array {
  return joined(...messages, endMark);
}

type BlockSpec = readonly [offset: number, metadataLength: number, bodyLength: number];

function blocks(list: readonly BlockSpec[]): FlatValue {
  // A block is an int64, an int32 with 4 bytes of padding, and an int64.
  return { int64s: list.flat(), stride: 3 };
}

/** Returns an IPC file of *messages*, the first of which is the schema of *fields*. *change* may alter the blocks of the footer. */
export function file(
  fields: readonly FieldSpec[],
  messages: readonly { readonly kind: 'dictionary' | 'batch'; readonly bytes: Uint8Array }[],
  change: (dictionaries: BlockSpec[], batches: BlockSpec[]) => void = () => undefined,
): Uint8Array {
  const parts = [new TextEncoder().encode('ARROW1\0\0'), schemaMessage(fields)];
  const listed: { dictionary: BlockSpec[]; batch: BlockSpec[] } = { dictionary: [], batch: [] };
  let offset = parts.reduce((sum, { length }) => sum + length, 0);
  for (const { kind, bytes } of messages) {
    const metadata = 8 + new DataView(bytes.buffer).getInt32(4, true);
    listed[kind].push([offset, metadata, bytes.length - metadata]);
    parts.push(bytes);
    offset += bytes.length;
  }
  change(listed.dictionary, listed.batch);
  const footer = flatBuffer({ 0: short(4), 1: { table: schemaTable(fields) }, 2: blocks(listed.dictionary), 3: blocks(listed.batch) });
  const trailer = new Uint8Array(10);
  new DataView(trailer.buffer).setInt32(0, footer.length, true);
  trailer.set(new TextEncoder().encode('ARROW1'), 4);
  return joined(...parts, endMark, footer, trailer);
}
