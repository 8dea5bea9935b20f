import {
  firstIndexOutside, firstLargeIndexOutside, firstUnknownTypeId, firstViewOutside, type Indices, countZeros, largeOffsetsRise, offsetsRise,
} from './buffer-checks.js';
import type { BodyDecoder } from './codecs.js';
import type { Column } from './column-layout.js';
import type { DictionaryStore } from './dictionary-store.js';
import { type ArrowLimits, checkLimit } from './limits.js';
import type { BatchHeader } from './message.js';
import { corrupt, unsupported } from './refusal.js';
import { checkRunEnds } from './runs.js';
import type { ColumnChecks, VerifiedColumn } from './verified-column.js';

/** What the verification of a body needs besides its header. */
export interface BodyContext {
  readonly version: number;
  readonly limits: ArrowLimits;
  readonly dictionaries: DictionaryStore;
  /** Present when the buffers are compressed. */
  readonly decoder: BodyDecoder | null;
  /** When true, checks that look at every value are put off: they are in the `checks` of the column. */
  readonly deferChecks: boolean;
}

/**
 * Returns the verified buffers of *columns* from the body of a record or dictionary batch.
 *
 * Checked are: the number of nodes, buffers and view counts; that buffers lie inside the body and are long enough for
 * their rows; null counts against the validity bits; that offsets rise and end inside what they point into; dictionary
 * indices, views, type ids and union offsets of every row that is not null; run ends; the lengths of children. Not checked: that
 * text is UTF-8 (a decoder replaces what is not) and that decimals keep to their precision.
 * Throws DataError `corrupt` naming the column, `limit`, or `unsupported`. With `context.deferChecks`, what takes a look at
 * every value is not checked yet: null counts, offsets, indices, views, type ids.
 */
export function verifyBody(columns: readonly Column[], header: BatchHeader, body: Uint8Array, context: BodyContext): VerifiedColumn[] {
  const reader = new BodyReader(header, body, context);
  const verified = columns.map((column) => reader.topColumn(column, header.rows));
  reader.finish();
  for (const { column, length } of verified) {
    if (length !== header.rows) throw corrupt('row-count', `column "${column.path}" has ${length} rows; expected ${header.rows}`, { column: column.path });
  }
  return verified;
}

const none = new Uint8Array(0);

class BodyReader {
  readonly #header: BatchHeader;
  readonly #body: Uint8Array;
  readonly #context: BodyContext;
  #node = 0;
  #buffer = 0;
  #viewCount = 0;
  #runRows = 0;
  /** Where the checks of the top-level column go, or null when they run at once. */
  #checks: ColumnChecks | null = null;

  constructor(header: BatchHeader, body: Uint8Array, context: BodyContext) {
    this.#header = header;
    this.#body = body;
    this.#context = context;
  }

  /** Checks that the columns used up everything that the header lists. */
  finish(): void {
    const { nodes, buffers, viewCounts } = this.#header;
    if (this.#node !== nodes.length) throw corrupt('node-count', `batch lists ${nodes.length / 2} field nodes; the schema needs ${this.#node / 2}`);
    if (this.#buffer !== buffers.length) throw corrupt('buffer-count', `batch lists ${buffers.length / 2} buffers; the schema needs ${this.#buffer / 2}`);
    if (this.#viewCount !== viewCounts.length) throw corrupt('view-count', `batch lists ${viewCounts.length} view columns; the schema has ${this.#viewCount}`);
  }

  /** Returns the next column of the schema, with its checks where they are put off. */
  topColumn(column: Column, least: number): VerifiedColumn {
    if (!this.#context.deferChecks) return this.column(column, least);
    const checks: ColumnChecks = { values: [], indices: null };
    this.#checks = checks;
    const verified = this.column(column, least);
    // A child's positions are nobody's keys: nothing reads them in a loop that tests them.
    if (column.layout === 'dictionary') checks.indices = checks.values.pop() ?? null;
    return checks.values.length === 0 && checks.indices === null ? verified : { ...verified, checks };
  }

  /** Runs *check*, now or when the values are read. It holds on to no more than it needs: an unread column keeps it. */
  #soonerOrLater(check: () => void): void {
    if (this.#checks === null) check();
    else this.#checks.values.push(check);
  }

  /** Returns the next column, which needs *least* rows. */
  column(column: Column, least: number): VerifiedColumn {
    const { nodes } = this.#header;
    if (this.#node >= nodes.length) throw corrupt('node-count', `batch lists ${nodes.length / 2} field nodes, none for column "${column.path}"`, { column: column.path });
    const length = nodes[this.#node++]!;
    const nullCount = nodes[this.#node++]!;
    if (length < least) throw corrupt('column-length', `column "${column.path}" has ${length} rows; expected ${least}`, { column: column.path });
    // A union has no nulls of its own; some writers put the sum of its children there.
    if (column.typeIds.length === 0 && (nullCount < 0 || nullCount > length)) {
      throw corrupt('null-count', `column "${column.path}" has ${nullCount} nulls in ${length} rows`, { column: column.path });
    }
    checkLimit(this.#context.limits, 'rows', length, `column "${column.path}" is too long`);
    return this.#layout(column, length, nullCount);
  }

  #layout(column: Column, length: number, nullCount: number): VerifiedColumn {
    const empty: VerifiedColumn = {
      column, length, nullCount, validity: null, offsets: null, data: null, typeIds: null, viewBuffers: [], children: [], dictionary: null, checks: null,
    };
    switch (column.layout) {
      case 'null':
        checkLimit(this.#context.limits, 'emptyRows', length, `null column "${column.path}" is too long`);
        return { ...empty, nullCount: length };
      case 'sparse-union':
      case 'dense-union':
        return this.#union(column, empty);
      case 'run-ends':
        return this.#runs(column, empty);
      default: {
        const rows: VerifiedColumn = { ...empty, validity: this.#validity(column, length, nullCount) };
        return this.#values(column, rows);
      }
    }
  }

  #values(column: Column, rows: VerifiedColumn): VerifiedColumn {
    const { length } = rows;
    switch (column.layout) {
      case 'bits': return { ...rows, data: this.#sized(column, Math.ceil(length / 8), 1) };
      case 'fixed': return { ...rows, data: this.#sized(column, length * column.width, alignmentOf(column.width)) };
      case 'offsets':
      case 'large-offsets': return this.#text(column, rows);
      case 'view': return this.#views(column, rows);
      case 'list':
      case 'large-list': return this.#list(column, rows);
      case 'fixed-list': return this.#fixedList(column, rows);
      case 'dictionary': return this.#indices(column, rows);
      default: {
        const bare = column.children.length === 0;
        if (bare) checkLimit(this.#context.limits, 'emptyRows', length, `column "${column.path}" without children is too long`);
        return { ...rows, children: column.children.map((child) => this.column(child, length)) };
      }
    }
  }

  #validity(column: Column, length: number, nullCount: number): Uint8Array | null {
    const bytes = this.#next(column);
    if (bytes.length === 0 && nullCount === 0) return null;
    const needed = Math.ceil(length / 8);
    if (bytes.length < needed) throw this.#short(column, 'validity', bytes.length, needed);
    this.#soonerOrLater(() => checkNullCount(column, bytes, length, nullCount));
    return nullCount === 0 ? null : bytes.subarray(0, needed);
  }

  #text(column: Column, rows: VerifiedColumn): VerifiedColumn {
    const offsets = this.#offsets(column, rows.length);
    const data = this.#next(column);
    this.#soonerOrLater(() => checkOffsets(column, offsets, rows.length, data.length));
    return { ...rows, offsets, data };
  }

  #list(column: Column, rows: VerifiedColumn): VerifiedColumn {
    const offsets = this.#offsets(column, rows.length);
    const child = this.#child(column, 0);
    this.#soonerOrLater(() => checkOffsets(column, offsets, rows.length, child.length));
    return { ...rows, offsets, children: [child] };
  }

  #fixedList(column: Column, rows: VerifiedColumn): VerifiedColumn {
    if (column.width === 0) checkLimit(this.#context.limits, 'emptyRows', rows.length, `column "${column.path}" of empty lists is too long`);
    return { ...rows, children: [this.#child(column, rows.length * column.width)] };
  }

  #child(column: Column, least: number): VerifiedColumn {
    const child = column.children[0];
    if (child === undefined) throw corrupt('type-children', `column "${column.path}" has no child`, { column: column.path });
    return this.column(child, least);
  }

  #views(column: Column, rows: VerifiedColumn): VerifiedColumn {
    const data = this.#sized(column, rows.length * 16, 4);
    const { viewCounts } = this.#header;
    const count = viewCounts[this.#viewCount++];
    if (count === undefined) throw corrupt('view-count', `batch lists ${viewCounts.length} view columns, none for "${column.path}"`, { column: column.path });
    if (count < 0 || this.#buffer + 2 * count > this.#header.buffers.length) {
      throw corrupt('view-count', `column "${column.path}" has ${count} data buffers, more than the batch lists`, { column: column.path });
    }
    const viewBuffers = Array.from({ length: count }, () => this.#next(column));
    const verified: VerifiedColumn = { ...rows, data, viewBuffers };
    this.#soonerOrLater(() => checkViews(verified, data));
    return verified;
  }

  #indices(column: Column, rows: VerifiedColumn): VerifiedColumn {
    const data = this.#sized(column, rows.length * column.width, column.width);
    const dictionary = this.#context.dictionaries.get(column, rows.length > rows.nullCount);
    this.#soonerOrLater(() => checkIndices(rows, data, dictionary.size));
    return { ...rows, data, dictionary };
  }

  #union(column: Column, rows: VerifiedColumn): VerifiedColumn {
    const { length } = rows;
    if (this.#context.version < 5 && this.#next(column).length > 0 && rows.nullCount > 0) {
      throw unsupported('union-validity', `column "${column.path}" is a union with nulls of its own, which Arrow 1.0 gave up`, { column: column.path });
    }
    const bytes = this.#sized(column, length, 1);
    const typeIds = new Int8Array(bytes.buffer, bytes.byteOffset, length);
    const childOf = new Int32Array(128).fill(-1);
    column.typeIds.forEach((id, child) => (childOf[id] = child));
    this.#soonerOrLater(() => checkTypeIds(column, typeIds, childOf));
    const dense = column.layout === 'dense-union';
    const offsets = dense ? this.#sized(column, 4 * length, 4) : null;
    const children = column.children.map((child) => this.column(child, dense ? 0 : length));
    if (offsets !== null) this.#soonerOrLater(() => checkUnionOffsets(column, words(offsets), typeIds, childOf, children));
    return { ...rows, nullCount: 0, typeIds, offsets, children };
  }

  /** A column of runs has no buffers: its children hold where runs end and what they repeat. Rows are laid out at once, so their ends are checked at once. */
  #runs(column: Column, rows: VerifiedColumn): VerifiedColumn {
    checkLimit(this.#context.limits, 'emptyRows', (this.#runRows += rows.length), `run-end-encoded column "${column.path}" is too long`);
    const children = column.children.map((child) => this.column(child, 0));
    checkRunEnds(column, children, rows.length);
    return { ...rows, nullCount: 0, children };
  }

  /** Returns the *length* + 1 offsets of *column* as bytes. A column without rows may leave them out. */
  #offsets(column: Column, length: number): Uint8Array {
    const width = column.layout === 'large-offsets' || column.layout === 'large-list' ? 8 : 4;
    const bytes = this.#next(column);
    if (length === 0 && bytes.length < width) return new Uint8Array(width);
    const needed = (length + 1) * width;
    if (bytes.length < needed) throw this.#short(column, 'offsets', bytes.length, needed);
    return aligned(bytes.subarray(0, needed), width);
  }

  /** Returns exactly *needed* bytes of the next buffer, at a multiple of *alignment*. */
  #sized(column: Column, needed: number, alignment: number): Uint8Array {
    const bytes = this.#next(column);
    if (bytes.length < needed) throw this.#short(column, 'values', bytes.length, needed);
    return aligned(bytes.subarray(0, needed), alignment);
  }

  #short(column: Column, what: string, got: number, needed: number): Error {
    return corrupt('buffer-length', `column "${column.path}" has ${got} bytes of ${what}; expected ${needed} or more`, { column: column.path });
  }

  /** Returns the bytes of the next buffer, decompressed. */
  #next(column: Column): Uint8Array {
    const { buffers } = this.#header;
    if (this.#buffer >= buffers.length) throw corrupt('buffer-count', `batch lists ${buffers.length / 2} buffers, none for column "${column.path}"`, { column: column.path });
    const offset = buffers[this.#buffer++]!;
    const length = buffers[this.#buffer++]!;
    if (length === 0) return none;
    if (offset < 0 || length < 0 || offset + length > this.#body.length) {
      throw corrupt('buffer-range', `column "${column.path}" has a buffer outside of its body, got bytes ${offset} to ${offset + length} of ${this.#body.length}`,
        { column: column.path });
    }
    const bytes = this.#body.subarray(offset, offset + length);
    return this.#context.decoder === null ? bytes : this.#context.decoder.decode(bytes);
  }
}

function checkNullCount(column: Column, validity: Uint8Array, length: number, nullCount: number): void {
  const zeros = countZeros(validity, length);
  if (zeros !== nullCount) throw corrupt('null-count', `column "${column.path}" declares ${nullCount} nulls, got ${zeros} in its validity bits`, { column: column.path });
}

function checkOffsets(column: Column, offsets: Uint8Array, length: number, most: number): void {
  const large = column.layout === 'large-offsets' || column.layout === 'large-list';
  const rise = large ? largeOffsetsRise(words(offsets), length, most) : offsetsRise(words(offsets), length, most);
  if (!rise) throw corrupt('offsets', `column "${column.path}" has offsets that fall or lie outside of its ${most} values`, { column: column.path });
}

function checkViews({ column, length, validity, viewBuffers }: VerifiedColumn, data: Uint8Array): void {
  const outside = firstViewOutside(words(data), length, viewBuffers, validity);
  if (outside >= 0) throw corrupt('view', `column "${column.path}" has a view outside of its data in row ${outside}`, { column: column.path, row: outside });
}

function checkIndices({ column, length, validity }: VerifiedColumn, data: Uint8Array, size: number): void {
  const outside = column.width === 8
    ? firstLargeIndexOutside(new Uint32Array(data.buffer, data.byteOffset, 2 * length), length, size, validity)
    : firstIndexOutside(indicesOf(column, data), length, size, validity);
  if (outside < 0) return;
  throw corrupt('dictionary-index', `column "${column.path}" has an index outside of its dictionary of ${size} values in row ${outside}`,
    { column: column.path, row: outside });
}

function checkTypeIds(column: Column, typeIds: Int8Array, childOf: Int32Array): void {
  const unknown = firstUnknownTypeId(typeIds, typeIds.length, childOf);
  if (unknown >= 0) throw corrupt('union-type-id', `column "${column.path}" has an unknown type id in row ${unknown}`, { column: column.path, row: unknown });
}

function checkUnionOffsets(column: Column, offsets: Int32Array, typeIds: Int8Array, childOf: Int32Array, children: readonly VerifiedColumn[]): void {
  const lengths = Int32Array.from(children, ({ length }) => length);
  for (let i = 0; i < typeIds.length; i++) {
    const offset = offsets[i]!;
    if (offset < 0 || offset >= lengths[childOf[typeIds[i]!]!]!) {
      throw corrupt('union-offset', `column "${column.path}" has an offset outside of its child in row ${i}`, { column: column.path, row: i });
    }
  }
}

function words(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
}

/** Returns *bytes*, copied when they don't start at a multiple of *alignment*. */
function aligned(bytes: Uint8Array, alignment: number): Uint8Array {
  return bytes.byteOffset % alignment === 0 ? bytes : bytes.slice();
}

/** The alignment of values of *width* bytes in the typed array that apache-arrow holds them in. */
function alignmentOf(width: number): number {
  return width % 8 === 0 ? 8 : width % 4 === 0 ? 4 : width % 2 === 0 ? 2 : 1;
}

function indicesOf({ width, dictionary }: Column, { buffer, byteOffset, length }: Uint8Array): Indices {
  const signed = dictionary?.signed ?? true;
  if (width === 1) return signed ? new Int8Array(buffer, byteOffset, length) : new Uint8Array(buffer, byteOffset, length);
  if (width === 2) return signed ? new Int16Array(buffer, byteOffset, length >> 1) : new Uint16Array(buffer, byteOffset, length >> 1);
  return signed ? new Int32Array(buffer, byteOffset, length >> 2) : new Uint32Array(buffer, byteOffset, length >> 2);
}
