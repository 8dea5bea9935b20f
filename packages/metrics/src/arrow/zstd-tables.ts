import { corrupt } from './refusal.js';

/** Bits read from the end of a byte range to its start, as ZSTD's entropy-coded streams are. The bytes must be followed by 4 more. */
export class BackwardBits {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Bits left; below 0 once more were read than there are, which read as zeros. */
  left: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    const last = end > start ? bytes[end - 1]! : 0;
    if (last === 0) throw corrupt('zstd', 'ZSTD bit stream has no end mark');
    this.#bytes = bytes;
    this.#start = start;
    this.left = (end - 1 - start) * 8 + 31 - Math.clz32(last);
  }

  /** Returns the next *count* bits, at most 24, without taking them. */
  peek(count: number): number {
    const at = this.left - count;
    if (at < 0) {
      const have = Math.max(0, this.left);
      return have === 0 ? 0 : (this.#load(0) & ((1 << have) - 1)) << (count - have);
    }
    return this.#load(at) & ((1 << count) - 1);
  }

  /** Returns and takes the next *count* bits, at most 32. */
  read(count: number): number {
    if (count > 24) return this.read(count - 16) * 65536 + this.read(16);
    const bits = this.peek(count);
    this.left -= count;
    return bits;
  }

  #load(at: number): number {
    const i = this.#start + (at >> 3);
    const bytes = this.#bytes;
    return (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> (at & 7);
  }
}

/** A finite state entropy table (RFC 8878, 4.1): for each state its symbol, and how the next state is read. */
export interface StateTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** Returns the table for *counts*, normalized to sum up to 2^*log*; -1 stands for "less than one". */
export function stateTable(counts: readonly number[], log: number): StateTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  const next = counts.map((count) => (count === -1 ? 1 : count));
  let high = size;
  counts.forEach((count, symbol) => {
    if (count === -1) symbols[--high] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  });
  if (at !== 0) throw corrupt('zstd', 'ZSTD state table does not add up');
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state]!;
    const value = next[symbol] ?? 1;
    next[symbol] = value + 1;
    const width = log - (31 - Math.clz32(value));
    bits[state] = width;
    bases[state] = (value << width) - size;
  }
  return { log, symbols, bits, bases };
}

/** Returns the table that has one symbol only. */
export function singleState(symbol: number): StateTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), bases: new Uint16Array(1) };
}

/** Returns the table described at *at* (RFC 8878, 4.1.1) and where the description ends. */
export function readStateTable(bytes: Uint8Array, at: number, end: number, maxLog: number, maxSymbol: number): { table: StateTable; end: number } {
  let bit = 0;
  const read = (count: number): number => {
    const i = at + (bit >> 3);
    if (i >= end) throw corrupt('zstd', 'ZSTD state table lies outside of its block');
    const word = (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> (bit & 7);
    bit += count;
    return word & ((1 << count) - 1);
  };
  const log = read(4) + 5;
  if (log > maxLog) throw corrupt('zstd', `ZSTD state table has 2^${log} states; expected at most 2^${maxLog}`);
  const counts: number[] = [];
  let remaining = 1 << log;
  while (remaining > 0) {
    const width = 32 - Math.clz32(remaining + 1);
    let value = read(width);
    const low = (1 << (width - 1)) - 1;
    const threshold = (1 << width) - 2 - remaining;
    if ((value & low) < threshold) {
      bit--;
      value &= low;
    } else if (value > low) {
      value -= threshold;
    }
    const count = value - 1;
    remaining -= Math.abs(count);
    counts.push(count);
    if (count === 0) {
      let repeat: number;
      do {
        repeat = read(2);
        for (let i = 0; i < repeat; i++) counts.push(0);
      } while (repeat === 3);
    }
    if (counts.length > maxSymbol + 1) throw corrupt('zstd', 'ZSTD state table has too many symbols');
  }
  if (remaining !== 0) throw corrupt('zstd', 'ZSTD state table does not add up');
  return { table: stateTable(counts, log), end: at + ((bit + 7) >> 3) };
}

/** A Huffman table: for each *bits* upcoming bits, the symbol in the high and its length in the low byte. */
export interface HuffmanTable {
  readonly bits: number;
  readonly entries: Uint16Array;
}

/** Returns the Huffman table described at *at* (RFC 8878, 4.2.1) and where the description ends. */
export function readHuffmanTable(bytes: Uint8Array, at: number, end: number): { table: HuffmanTable; end: number } {
  if (at >= end) throw corrupt('zstd', 'ZSTD Huffman table lies outside of its block');
  const header = bytes[at]!;
  const size = header < 128 ? header : (header - 126) >> 1;
  const stop = at + 1 + size;
  if (stop > end) throw corrupt('zstd', 'ZSTD Huffman table lies outside of its block');
  const weights = header < 128
    ? readWeights(bytes, at + 1, stop)
    : Array.from({ length: header - 127 }, (_, i) => (bytes[at + 1 + (i >> 1)]! >> (i % 2 === 0 ? 4 : 0)) & 15);
  return { table: huffmanTable(weights), end: stop };
}

/** Two interleaved states take turns until the bits run out; the state whose turn it then is gives the last weight. */
function readWeights(bytes: Uint8Array, at: number, end: number): number[] {
  const { table, end: start } = readStateTable(bytes, at, end, 6, 255);
  const stream = new BackwardBits(bytes, start, end);
  const states: [number, number] = [stream.read(table.log), stream.read(table.log)];
  const weights: number[] = [];
  for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
    const state = states[turn];
    weights.push(table.symbols[state]!);
    states[turn] = table.bases[state]! + stream.read(table.bits[state]!);
    if (stream.left < 0) {
      weights.push(table.symbols[states[turn === 0 ? 1 : 0]]!);
      break;
    }
    if (weights.length > 255) throw corrupt('zstd', 'ZSTD Huffman table has too many weights');
  }
  return weights;
}

/** The last weight is not stored: it fills up to a power of 2. */
function huffmanTable(weights: number[]): HuffmanTable {
  let sum = 0;
  for (const weight of weights) {
    if (weight > 11) throw corrupt('zstd', `ZSTD Huffman weight is ${weight}; expected at most 11`);
    if (weight > 0) sum += 1 << (weight - 1);
  }
  const bits = 32 - Math.clz32(sum);
  const rest = (1 << bits) - sum;
  if (sum === 0 || bits > 11 || (rest & (rest - 1)) !== 0 || weights.length > 255) throw corrupt('zstd', 'ZSTD Huffman weights do not add up');
  const all = [...weights, 32 - Math.clz32(rest)];
  const entries = new Uint16Array(1 << bits);
  let at = 0;
  for (let weight = 1; weight <= bits; weight++) {
    all.forEach((w, symbol) => {
      if (w !== weight) return;
      const span = 1 << (weight - 1);
      entries.fill((symbol << 8) | (bits + 1 - weight), at, at + span);
      at += span;
    });
  }
  return { bits, entries };
}
