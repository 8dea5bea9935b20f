import { DataType, DateUnit } from 'apache-arrow';
import type { Data, Date_, Int } from 'apache-arrow';
import { DataError } from '../errors.js';
import { hasBit } from '../kernels/bitmap.js';
import { IntegerKeyIndex } from '../kernels/integer-key-index.js';
import { NO_KEY, type KeyIndex } from '../kernels/key-index.js';
import type { KeySlots } from '../kernels/key-slots.js';
import { TextKeyIndex } from '../kernels/text-key-index.js';
import { UsedKeyIndex } from '../kernels/used-key-index.js';
import type { Field } from '../schema.js';
import { longsOf, numbersOf } from './column-numbers.js';
import { narrowWordsOf, truthOf, validityOf, wordsOf } from './column-view.js';
import { DateKeyIndex } from './date-key-index.js';
import { type ChunkCodes, DictionaryCodes } from './dictionary.js';
import { unscaledAt } from './exact-values.js';
import type { Readable } from './guarded-data.js';
import { isBinary, valueTypeName } from './schema-of.js';

/** Turns the key values of one column into codes, batch by batch, and keeps the index they belong to. */
export interface ColumnKeys {
  readonly index: KeyIndex;
  read(values: Readable): Uint32Array;
  /** Makes reading faster where the keys are integers, or texts, of a dictionary or not. */
  accelerate(slots: KeySlots): void;
}

/**
 * Returns whether the keys of a type called *name* can be read into the index of a type called *other* of the same kind:
 * integers of one sign have one index whatever their width, decimals another, texts one in every layout, and bytes another.
 */
export function sharesKeys(name: string, other: string): boolean {
  const family = (type: string): string => /^(?:Decimal|Uint|Int)|Binary/.exec(valueTypeName(type))?.[0] ?? '';
  return family(name) === family(other);
}

/** Returns the reader of keys for *field*, whose `key` must be true (or whose type is Null: all keys missing). */
export function columnKeys(field: Field): ColumnKeys {
  const type = valueTypeName(field.type);
  if (type.startsWith('Decimal')) {
    const index = new TextKeyIndex();
    return reader(index, (data, out) => readEach(decimalInserter(index, data), out), (chunk) => each(decimalInserter(index, chunk)));
  }
  if (field.kind === 'number') {
    const index = new IntegerKeyIndex(!type.startsWith('Uint'));
    const accelerate = (slots: KeySlots): void => index.accelerate(slots.integers());
    return reader(index, (data, out) => readIntegers(index, data, out), (chunk) => each(integerInserter(index, chunk)), type === field.type ? accelerate : null);
  }
  if (field.kind === 'date') {
    const index = new DateKeyIndex();
    return reader(index, (data, out) => readEach(dateInserter(index, data), out), (chunk) => each(dateInserter(index, chunk)));
  }
  const texts = new TextKeyIndex();
  const accelerate = /^(Large)?Utf8$/.test(type) ? (slots: KeySlots): void => texts.accelerate(slots.texts()) : null;
  if (type === field.type) return reader(texts, (data, out) => readTexts(texts, data, out), (chunk) => each(textInserter(texts, chunk)), accelerate);
  const used = new UsedKeyIndex(texts);
  const readPlain = (data: Data, out: Uint32Array): void => {
    readTexts(used.entries, data, out);
    used.useAll(out);
  };
  return reader(used, readPlain, (chunk) => usedTexts(used, chunk), accelerate, (chunk, place) => adopts(used, chunk, place));
}

const HEX = new Uint8Array([...'0123456789abcdef'].map((digit) => digit.charCodeAt(0)));

type Inserter = (i: number) => number;

function reader(
  index: KeyIndex, readPlain: (data: Data, out: Uint32Array) => void, chunkCodes: (chunk: Data) => ChunkCodes,
  accelerate: ((slots: KeySlots) => void) | null = null, adopt: (chunk: Data, place: number) => boolean = () => false,
): ColumnKeys {
  const dictionary = new DictionaryCodes(chunkCodes, adopt);
  const read = ({ data, checkIndices }: Readable): Uint32Array => {
    if (DataType.isDictionary(data.type)) return dictionary.read(data, checkIndices);
    const out = new Uint32Array(data.length);
    if (DataType.isNull(data.type)) out.fill(NO_KEY);
    else readPlain(data, out);
    return out;
  };
  return { index, read, accelerate: (slots) => accelerate?.(slots) };
}

function each(codeAt: Inserter): ChunkCodes {
  return (places, out) => {
    for (let i = 0; i < places.length; i++) out[i] = codeAt(places[i]!);
  };
}

function readEach(codeAt: Inserter, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = codeAt(i);
}

function readIntegers(index: IntegerKeyIndex, data: Data, out: Uint32Array): void {
  const type = data.type as Int;
  if (type.bitWidth === 64) index.insertAll64(wordsOf(data), out.length, validityOf(data), out);
  else index.insertAll32(narrowWordsOf(data), type.isSigned, out.length, validityOf(data), out);
}

function integerInserter(index: IntegerKeyIndex, data: Data): Inserter {
  const type = data.type as Int;
  const isLong = type.bitWidth === 64;
  const words = isLong ? wordsOf(data) : narrowWordsOf(data);
  return whereValid(data, (i) => {
    if (isLong) return index.insert(words[i * 2]!, words[i * 2 + 1]!);
    return index.insert(words[i]!, type.isSigned ? words[i]! >> 31 : 0);
  });
}

/** Decimals without decimals may have more digits than 64 bits hold, so they are keys by their digits. */
function decimalInserter(index: TextKeyIndex, data: Data): Inserter {
  const values = numbersOf(data, 0);
  const digits = new Uint8Array(20);
  const view = viewOf(digits);
  return (i) => {
    const value = values[i]!;
    if (Number.isNaN(value)) return NO_KEY;
    if (!Number.isSafeInteger(value)) return index.insertText(String(unscaledAt(data, i)));
    let start = digits.length;
    let rest = Math.abs(value);
    do {
      const quotient = Math.floor(rest / 10);
      digits[--start] = 48 + rest - quotient * 10;
      rest = quotient;
    } while (rest > 0);
    if (value < 0) digits[--start] = 45;
    return index.insert(view, start, digits.length - start);
  };
}

function dateInserter(index: DateKeyIndex, data: Data): Inserter {
  if ((data.type as Date_).unit === DateUnit.DAY) {
    const days = wordsOf(data);
    return whereValid(data, (i) => index.insert(days[i]!));
  }
  const milliseconds = longsOf(data, true);
  return whereValid(data, (i) => index.insert(Math.floor(milliseconds[i]! / 86_400_000)));
}

function readTexts(index: TextKeyIndex, data: Data, out: Uint32Array): void {
  if (DataType.isUtf8(data.type) || DataType.isLargeUtf8(data.type)) {
    const { bytes, offsets } = textBuffers(data);
    index.insertAll(bytes, offsets, out.length, validityOf(data), out);
  } else {
    readEach(textInserter(index, data), out);
  }
}

/** Of a shorter dictionary it is worth to know which values rows use: of stages or segments, they are few. */
const WORTH_ADOPTING = 1024;

function adopts(index: UsedKeyIndex, chunk: Data, place: number): boolean {
  const isPlain = (DataType.isUtf8(chunk.type) || DataType.isLargeUtf8(chunk.type)) && validityOf(chunk) === null;
  if (!isPlain || index.size !== place || (place === 0 && chunk.length < WORTH_ADOPTING)) return false;
  const { bytes, offsets } = textBuffers(chunk);
  return index.adopt(bytes, offsets, chunk.length);
}

function usedTexts(index: UsedKeyIndex, chunk: Data): ChunkCodes {
  const entries = new Uint32Array(chunk.length);
  readTexts(index.entries, chunk, entries);
  return each((place) => index.use(entries[place]!));
}

function textInserter(index: TextKeyIndex, data: Data): Inserter {
  if (DataType.isBool(data.type)) {
    const truth = truthOf(data);
    const codes = [NO_KEY, NO_KEY];
    return whereValid(data, (i) => {
      const bit = hasBit(truth, i) ? 1 : 0;
      if (codes[bit] === NO_KEY) codes[bit] = index.insertText(bit === 1 ? 'true' : 'false');
      return codes[bit]!;
    });
  }
  if (isBinary(data.type)) return hexInserter(index, data);
  if (DataType.isUtf8View(data.type)) {
    const views = viewOf(data.values as Uint8Array);
    const buffers = data.variadicBuffers.map(viewOf);
    return whereValid(data, (i) => {
      const length = views.getInt32(i * 16, true);
      if (length <= 12) return index.insert(views, i * 16 + 4, length);
      return index.insert(buffers[views.getInt32(i * 16 + 8, true)]!, views.getInt32(i * 16 + 12, true), length);
    });
  }
  const { bytes, offsets } = textBuffers(data);
  const view = viewOf(bytes);
  return whereValid(data, (i) => index.insert(view, offsets[i]!, offsets[i + 1]! - offsets[i]!));
}

/** Bytes are keys as text in hexadecimal: most are ids of 16 bytes. */
function hexInserter(index: TextKeyIndex, data: Data): Inserter {
  const bytesAt = bytesReader(data);
  let digits = new Uint8Array(64);
  return whereValid(data, (i) => {
    const bytes = bytesAt(i);
    if (digits.length < 2 * bytes.length) digits = new Uint8Array(4 * bytes.length);
    for (let k = 0; k < bytes.length; k++) {
      digits[2 * k] = HEX[bytes[k]! >> 4]!;
      digits[2 * k + 1] = HEX[bytes[k]! & 15]!;
    }
    return index.insert(viewOf(digits), 0, 2 * bytes.length);
  });
}

function bytesReader(data: Data): (i: number) => Uint8Array {
  const { type } = data;
  const values = (data.values as Uint8Array | undefined) ?? new Uint8Array(0);
  if (DataType.isFixedSizeBinary(type)) return (i) => values.subarray(i * type.byteWidth, (i + 1) * type.byteWidth);
  if (DataType.isBinaryView(type)) {
    const views = viewOf(values);
    return (i) => {
      const length = views.getInt32(i * 16, true);
      if (length <= 12) return values.subarray(i * 16 + 4, i * 16 + 4 + length);
      const start = views.getInt32(i * 16 + 12, true);
      return data.variadicBuffers[views.getInt32(i * 16 + 8, true)]!.subarray(start, start + length);
    };
  }
  const { bytes, offsets } = textBuffers(data);
  return (i) => bytes.subarray(offsets[i], offsets[i + 1]);
}

function whereValid(data: Data, codeAt: Inserter): Inserter {
  const valid = validityOf(data);
  return valid === null ? codeAt : (i) => (((valid[i >>> 5]! >>> (i & 31)) & 1) === 0 ? NO_KEY : codeAt(i));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The bytes and 32-bit offsets of a Utf8, Binary, LargeUtf8 or LargeBinary column. Large offsets are taken relative to the first one. */
function textBuffers(data: Data): { bytes: Uint8Array; offsets: Int32Array } {
  const bytes = (data.values as Uint8Array | undefined) ?? new Uint8Array(0);
  if (data.length === 0) return { bytes, offsets: new Int32Array(1) };
  if (DataType.isUtf8(data.type) || DataType.isBinary(data.type)) return { bytes, offsets: data.valueOffsets as Int32Array };
  const large = data.valueOffsets as BigInt64Array;
  const words = new Int32Array(large.buffer, large.byteOffset, large.length * 2);
  const at = (i: number): number => words[i * 2 + 1]! * 4294967296 + (words[i * 2]! >>> 0);
  const first = at(0);
  if (at(data.length) - first > 0x7fffffff) {
    throw new DataError('limit', `arrow: one batch holds ${at(data.length) - first} bytes of text in a column; expected at most 2 GiB`);
  }
  const offsets = new Int32Array(data.length + 1);
  for (let i = 0; i < offsets.length; i++) offsets[i] = at(i) - first;
  return { bytes: bytes.subarray(first), offsets };
}
