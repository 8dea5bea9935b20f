import type { Data, Dictionary, Int, Vector } from 'apache-arrow';
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

/**
 * Codes of a dictionary column. An entry is looked up when a row first points at it, so entries that no row uses are no
 * keys, and a dictionary that repeats a value or comes again with another order changes no code.
 */
export class DictionaryCodes {
  private readonly chunks = new Chunks();
  private readonly inserterOf: (chunk: Data) => (i: number) => number;
  private inserters: ((position: number) => number)[] = [];
  private codes = new Uint32Array(0);

  /** *inserterOf* makes a function that returns the code of the chunk's i-th value, or NO_KEY where that is missing. */
  constructor(inserterOf: (chunk: Data) => (i: number) => number) {
    this.inserterOf = inserterOf;
  }

  /**
   * Writes the codes of a dictionary column to *out*. A position outside the dictionary is a missing key, unless
   * *onOutside*, which is called after such a position was met, throws.
   */
  read(data: Data, out: Uint32Array, onOutside: () => void): void {
    this.follow(data.dictionary);
    const positions = positionsOf(data);
    const valid = validityOf(data);
    const { codes } = this;
    const { length } = this.chunks;
    let isOutside = false;
    for (let i = 0; i < out.length; i++) {
      const position = positions[i]!;
      if (position >>> 0 >= length) {
        out[i] = NO_KEY;
        isOutside = true;
        continue;
      }
      if (valid !== null && ((valid[i >>> 5]! >>> (i & 31)) & 1) === 0) {
        out[i] = NO_KEY;
        continue;
      }
      const code = codes[position]!;
      out[i] = code === UNREAD ? (codes[position] = this.codeAt(position)) : code;
    }
    if (isOutside) onOutside();
  }

  private follow(dictionary: Vector | undefined): void {
    const from = this.chunks.follow(dictionary);
    const start = this.chunks.starts[from] ?? this.chunks.length;
    if (this.chunks.length > this.codes.length) {
      const codes = new Uint32Array(Math.max(this.chunks.length, from === 0 ? 0 : this.codes.length * 2));
      codes.set(this.codes.subarray(0, start));
      this.codes = codes;
    }
    this.codes.fill(UNREAD, start, this.chunks.length);
    this.inserters.length = from;
    for (const chunk of this.chunks.list.slice(from)) this.inserters.push(this.inserterOf(chunk));
  }

  private codeAt(position: number): number {
    const chunk = this.chunks.chunkAt(position);
    return this.inserters[chunk]?.(position - (this.chunks.starts[chunk] ?? 0)) ?? NO_KEY;
  }
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
