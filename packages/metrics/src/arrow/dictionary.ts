import type { Data, Dictionary, Int, Vector } from 'apache-arrow';
import type { Bitmap } from '../kernels/bitmap.js';
import { NO_KEY } from '../kernels/key-index.js';
import { blankMissing, narrowWordsOf, validityOf, wordsOf } from './column-view.js';

const UNREAD = NO_KEY - 1;

/** Returns the dictionary positions of a dictionary column, whatever their width; -1 where one is out of all bounds. */
export function positionsOf(data: Data): Int32Array {
  const { indices } = data.type as Dictionary;
  if ((indices as Int).bitWidth !== 64) return narrowWordsOf(data);
  const words = wordsOf(data);
  const positions = new Int32Array(data.length);
  for (let i = 0; i < positions.length; i++) positions[i] = words[i * 2 + 1] === 0 ? words[i * 2]! : -1;
  return positions;
}

/**
 * Follows the dictionaries of one column. A delta adds chunks to the dictionary before it, and what was learnt about the
 * earlier ones stays; any other dictionary begins anew.
 */
class Chunks {
  readonly list: Data[] = [];
  readonly starts: number[] = [];
  length = 0;

  /** Takes *dictionary* and returns from which chunk on it is new. */
  follow(dictionary: Vector | undefined): number {
    const chunks = dictionary?.data ?? [];
    const known = this.list.length;
    const grows = known <= chunks.length && this.list.every((chunk, i) => chunk === chunks[i]);
    const from = grows ? known : 0;
    this.list.length = this.starts.length = from;
    if (from === 0) this.length = 0;
    for (const chunk of chunks.slice(from)) {
      this.list.push(chunk);
      this.starts.push(this.length);
      this.length += chunk.length;
    }
    return from;
  }

  /** Returns which chunk holds *position*. */
  chunkAt(position: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Looks up values of one chunk of a dictionary: writes their codes, NO_KEY where one is missing, to *out*. New ones are added in order. */
export type ChunkCodes = (places: Int32Array, out: Uint32Array) => void;

/**
 * Codes of a dictionary column. Where an index adopts a dictionary, the codes are the positions as they lie in memory. Else an entry
 * is looked up when a row first points at it, so that entries that no row uses are no keys. A dictionary that repeats a
 * value or comes again with another order changes no code.
 */
export class DictionaryCodes {
  private readonly chunks = new Chunks();
  private readonly readerOf: (chunk: Data) => ChunkCodes;
  private readonly adopt: (chunk: Data, place: number) => boolean;
  private readers: (ChunkCodes | undefined)[] = [];
  /** How many entries from the first on have their places as codes. */
  private adopted = 0;
  /** How many entries from the first on the table of codes knows. */
  private known = 0;
  private codes = new Uint32Array(0);
  private odd = new Uint32Array(0);

  /** *readerOf* makes what looks up values of a chunk; *adopt* gives all values of one the codes from *place* on, in their order, or returns false. */
  constructor(readerOf: (chunk: Data) => ChunkCodes, adopt: (chunk: Data, place: number) => boolean) {
    this.readerOf = readerOf;
    this.adopt = adopt;
  }

  /**
   * Returns the codes of a dictionary column, not to be written to: they may be the column itself. A position outside the
   * dictionary is a missing key, unless *onOutside*, which is called after such a position was met, throws.
   */
  read(data: Data, onOutside: () => void): Uint32Array {
    this.follow(data.dictionary);
    const positions = positionsOf(data);
    const valid = validityOf(data);
    const { length } = this.chunks;
    if (this.adopted === length && valid === null && areBelow(positions, data.length, length)) return new Uint32Array(positions.buffer, positions.byteOffset, data.length);
    this.know();
    const out = new Uint32Array(data.length);
    if (this.odd.length < out.length) this.odd = new Uint32Array(out.length);
    const odd = this.odd.subarray(0, copyCodes(positions, this.codes, length, out, this.odd));
    const isOutside = this.learn(positions, valid, odd);
    for (const row of odd) if (positions[row]! >>> 0 < length) out[row] = this.codes[positions[row]!]!;
    if (valid !== null) for (let i = 0; i < out.length; i++) if (((valid[i >>> 5]! >>> (i & 31)) & 1) === 0) out[i] = NO_KEY;
    if (isOutside) onOutside();
    return out;
  }

  private follow(dictionary: Vector | undefined): void {
    const from = this.chunks.follow(dictionary);
    const start = this.chunks.starts[from] ?? this.chunks.length;
    this.known = Math.min(this.known, start);
    this.adopted = Math.min(this.adopted, start);
    this.readers.length = from;
    for (let i = from; i < this.chunks.list.length; i++) {
      const chunk = this.chunks.list[i]!;
      if (this.adopted === this.chunks.starts[i] && this.adopt(chunk, this.adopted)) this.adopted += chunk.length;
    }
  }

  /** Gives every entry of the dictionary its place in the table of codes. */
  private know(): void {
    const { known, adopted } = this;
    const { length } = this.chunks;
    if (length > this.codes.length) {
      const codes = new Uint32Array(Math.max(length, known === 0 ? 0 : this.codes.length * 2));
      codes.set(this.codes.subarray(0, known));
      this.codes = codes;
    }
    for (let place = known; place < adopted; place++) this.codes[place] = place;
    this.codes.fill(UNREAD, Math.max(known, adopted), length);
    this.known = length;
  }

  /** Looks up the entries that *rows* point at for the first time, in order. Returns whether one points outside. */
  private learn(positions: Int32Array, valid: Bitmap | null, rows: Uint32Array): boolean {
    const { codes } = this;
    const { length } = this.chunks;
    const fresh = new Int32Array(rows.length);
    let size = 0;
    let isOutside = false;
    for (const row of rows) {
      const position = positions[row]!;
      if (position >>> 0 >= length) {
        isOutside = true;
      } else if (codes[position] === UNREAD && (valid === null || ((valid[row >>> 5]! >>> (row & 31)) & 1) === 1)) {
        codes[position] = NO_KEY;
        fresh[size++] = position;
      }
    }
    for (let from = 0, to = 0; from < size; from = to) {
      const chunk = this.chunks.chunkAt(fresh[from]!);
      const start = this.chunks.starts[chunk] ?? 0;
      const end = this.chunks.starts[chunk + 1] ?? length;
      while (to < size && fresh[to]! >= start && fresh[to]! < end) to++;
      const found = new Uint32Array(to - from);
      const reader = (this.readers[chunk] ??= this.readerOf(this.chunks.list[chunk]!));
      reader(fresh.subarray(from, to).map((position) => position - start), found);
      for (let i = from; i < to; i++) codes[fresh[i]!] = found[i - from]!;
    }
    return isOutside;
  }
}

function areBelow(positions: Int32Array, count: number, length: number): boolean {
  let highest = 0;
  for (let i = 0; i < count; i++) highest = Math.max(highest, positions[i]! >>> 0);
  return count === 0 || highest < length;
}

/** Writes the code of each position to *out*, and to *odd* which rows have one that is not known, or missing; returns how many. */
function copyCodes(positions: Int32Array, codes: Uint32Array, length: number, out: Uint32Array, odd: Uint32Array): number {
  // Bundlers turn constants of a module into variables, which would be read again for every row.
  const none = NO_KEY;
  const unread = UNREAD;
  const count = out.length;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const position = positions[i]!;
    const code = position >>> 0 < length ? codes[position]! : none;
    out[i] = code;
    // Written in any case, counted where it is so: no branch that the processor could guess wrong.
    odd[found] = i;
    found += Number(code >= unread);
  }
  return found;
}

/** Numbers or instants of a dictionary column: every dictionary value is converted once. */
export class DictionaryNumbers {
  private readonly chunks = new Chunks();
  private readonly convert: (chunk: Data) => Float64Array;
  private values = new Float64Array(0);

  /** *convert* returns the values of a chunk, NaN where one is missing. */
  constructor(convert: (chunk: Data) => Float64Array) {
    this.convert = convert;
  }

  /** Returns the value of each row, NaN where it is missing or outside the dictionary; *onOutside* as in `DictionaryCodes`. */
  read(data: Data, onOutside: () => void): Float64Array {
    const from = this.chunks.follow(data.dictionary);
    if (this.chunks.length > this.values.length) {
      const values = new Float64Array(Math.max(this.chunks.length, from === 0 ? 0 : this.values.length * 2));
      values.set(this.values);
      this.values = values;
    }
    for (let chunk = from; chunk < this.chunks.list.length; chunk++) {
      this.values.set(this.convert(this.chunks.list[chunk]!), this.chunks.starts[chunk]);
    }
    const positions = positionsOf(data);
    const { values } = this;
    const { length } = this.chunks;
    const out = new Float64Array(data.length);
    let isOutside = false;
    for (let i = 0; i < out.length; i++) {
      const position = positions[i]!;
      if (position >>> 0 < length) {
        out[i] = values[position]!;
      } else {
        out[i] = NaN;
        isOutside = true;
      }
    }
    if (isOutside) onOutside();
    blankMissing(out, validityOf(data));
    return out;
  }
}
