import { corrupt, unsupported } from './refusal.js';
import { BackwardBits, type HuffmanTable, readHuffmanTable, readStateTable, singleState, type StateTable, stateTable } from './zstd-tables.js';

const blockBytes = 128 * 1024;

/**
 * Decodes the ZSTD frame in *input* into *output*, which it must fill exactly (RFC 8878). One frame, no dictionary; the
 * checksum is passed over. Work and memory are bounded by *output*. Throws DataError `corrupt` or, for a dictionary, `unsupported`.
 */
export function decodeZstdFrame(input: Uint8Array, output: Uint8Array): void {
  // Four spare bytes let bits be loaded by words without asking where the input ends.
  const bytes = new Uint8Array(input.length + 4);
  bytes.set(input);
  let at = readHeader(bytes, input.length, output.length);
  const decoder = new BlockDecoder(bytes, output);
  for (let last = false; !last; ) {
    if (at + 3 > input.length) throw corrupt('zstd', 'ZSTD frame ends before its last block');
    const header = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    at += 3;
    last = (header & 1) !== 0;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    const stored = type === 1 ? 1 : size;
    if (at + stored > input.length) throw corrupt('zstd', `ZSTD block of ${stored} bytes lies outside of its frame`);
    if (type === 0) decoder.copy(at, size);
    else if (type === 1) decoder.fill(bytes[at]!, size);
    else if (type === 2 && size <= blockBytes) decoder.block(at, at + size);
    else throw corrupt('zstd', type === 2 ? `ZSTD block has ${size} bytes; expected at most ${blockBytes}` : 'ZSTD block is of a reserved type');
    at += stored;
  }
  const checksum = (bytes[4]! & 0x04) !== 0 ? 4 : 0;
  if (at + checksum > input.length) throw corrupt('zstd', 'ZSTD frame ends before its checksum');
  if (decoder.written !== output.length) throw corrupt('zstd', `ZSTD frame decompresses to ${decoder.written} bytes; expected ${output.length}`);
}

/** Returns where the first block begins. */
function readHeader(bytes: Uint8Array, length: number, expected: number): number {
  if (length < 6 || bytes[0] !== 0x28 || bytes[1] !== 0xb5 || bytes[2] !== 0x2f || bytes[3] !== 0xfd) throw corrupt('zstd', 'buffer is no ZSTD frame');
  const flags = bytes[4]!;
  if ((flags & 0x08) !== 0) throw corrupt('zstd', 'ZSTD frame uses a reserved flag');
  const single = (flags & 0x20) !== 0;
  let at = single ? 5 : 6;
  const idBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = flags >> 6 === 0 ? (single ? 1 : 0) : 1 << (flags >> 6);
  if (at + idBytes + sizeBytes > length) throw corrupt('zstd', 'ZSTD frame ends inside of its header');
  for (let i = 0; i < idBytes; i++) {
    if (bytes[at + i] !== 0) throw unsupported('zstd-dictionary', 'ZSTD frame needs a dictionary, which Arrow has none of');
  }
  at += idBytes;
  if (sizeBytes > 0) {
    let size = sizeBytes === 2 ? 256 : 0;
    for (let i = 0; i < sizeBytes; i++) size += bytes[at + i]! * 2 ** (8 * i);
    if (size !== expected) throw corrupt('zstd', `ZSTD frame holds ${size} bytes; expected ${expected}`);
  }
  return at + sizeBytes;
}

// RFC 8878, 3.1.1.3.2.1.1: what a code stands for, as a base value and a number of bits to add.
const literalBits = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const matchBits = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];
const literalExtra = Uint8Array.from(literalBits);
const matchExtra = Uint8Array.from(matchBits);
const literalBase = bases(literalBits, 0);
const matchBase = bases(matchBits, 3);

function bases(bits: readonly number[], first: number): Uint32Array {
  let next = first;
  return Uint32Array.from(bits, (count) => {
    const base = next;
    next += 2 ** count;
    return base;
  });
}

// RFC 8878, 3.1.1.3.2.2: the tables that need no description.
const predefinedLiterals = stateTable([4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6);
const predefinedMatches = stateTable([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
], 6);
const predefinedOffsets = stateTable([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5);

/** The literals of one block. Decoding is synchronous and leaves nothing in it, so that all frames can share it. */
const blockLiterals = new Uint8Array(blockBytes);

class BlockDecoder {
  written = 0;
  readonly #bytes: Uint8Array;
  readonly #output: Uint8Array;
  readonly #literals = blockLiterals;
  #huffman: HuffmanTable | null = null;
  #tables: { literals: StateTable | null; offsets: StateTable | null; matches: StateTable | null } = { literals: null, offsets: null, matches: null };
  readonly #recent = [1, 4, 8];

  constructor(bytes: Uint8Array, output: Uint8Array) {
    this.#bytes = bytes;
    this.#output = output;
  }

  copy(at: number, size: number): void {
    this.#reserve(size);
    this.#output.set(this.#bytes.subarray(at, at + size), this.written);
    this.written += size;
  }

  fill(byte: number, size: number): void {
    this.#reserve(size);
    this.#output.fill(byte, this.written, this.written + size);
    this.written += size;
  }

  block(from: number, end: number): void {
    const { at, length } = this.#readLiterals(from, end);
    this.#sequences(at, end, length);
  }

  #reserve(size: number): void {
    if (this.written + size > this.#output.length) throw corrupt('zstd', `ZSTD frame decompresses to more than the ${this.#output.length} bytes that it declares`);
  }

  /** Decodes the literals section. Returns where it ends and how many literals there are. */
  #readLiterals(from: number, end: number): { at: number; length: number } {
    const bytes = this.#bytes;
    if (from >= end) throw corrupt('zstd', 'ZSTD block is empty');
    const type = bytes[from]! & 3;
    const format = (bytes[from]! >> 2) & 3;
    const word = (bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24)) >>> 0;
    if (type < 2) {
      const header = format === 1 ? 2 : format === 3 ? 3 : 1;
      const length = header === 1 ? (word & 0xff) >> 3 : (word & (header === 2 ? 0xffff : 0xffffff)) >>> 4;
      const stored = type === 0 ? length : 1;
      const at = from + header;
      this.#checkLiterals(length, at + stored, end);
      if (type === 0) this.#literals.set(bytes.subarray(at, at + length));
      else this.#literals.fill(bytes[at]!, 0, length);
      return { at: at + stored, length };
    }
    const header = format < 2 ? 3 : format + 2;
    const width = header === 3 ? 10 : header === 4 ? 14 : 18;
    const mask = (1 << width) - 1;
    const length = (word >>> 4) & mask;
    const stored = header === 5 ? (word >>> 22) | (bytes[from + 4]! << 10) : (word >>> (4 + width)) & mask;
    const at = from + header;
    this.#checkLiterals(length, at + stored, end);
    this.#huffmanLiterals(at, at + stored, length, type === 2, format === 0 ? 1 : 4);
    return { at: at + stored, length };
  }

  #checkLiterals(length: number, stop: number, end: number): void {
    if (length > blockBytes || stop > end) throw corrupt('zstd', 'ZSTD literals lie outside of their block');
  }

  #huffmanLiterals(from: number, end: number, length: number, described: boolean, streams: 1 | 4): void {
    let at = from;
    if (described) {
      const read = readHuffmanTable(this.#bytes, from, end);
      this.#huffman = read.table;
      at = read.end;
    }
    const table = this.#huffman;
    if (table === null) throw corrupt('zstd', 'ZSTD block repeats a Huffman table that there is none of');
    if (streams === 1) {
      this.#huffmanStream(table, at, end, 0, length);
      return;
    }
    const bytes = this.#bytes;
    const part = (length + 3) >> 2;
    let start = at + 6;
    for (let i = 0; i < 4; i++) {
      const stop = i === 3 ? end : start + (bytes[at + 2 * i]! | (bytes[at + 2 * i + 1]! << 8));
      if (stop > end || 3 * part > length) throw corrupt('zstd', 'ZSTD literals lie outside of their block');
      this.#huffmanStream(table, start, stop, i * part, i === 3 ? length : (i + 1) * part);
      start = stop;
    }
  }

  #huffmanStream({ bits, entries }: HuffmanTable, start: number, end: number, from: number, to: number): void {
    const stream = new BackwardBits(this.#bytes, start, end);
    const literals = this.#literals;
    for (let i = from; i < to; i++) {
      const entry = entries[stream.peek(bits)]!;
      literals[i] = entry >> 8;
      stream.left -= entry & 0xff;
    }
    if (stream.left !== 0) throw corrupt('zstd', 'ZSTD literals do not use up their bits');
  }

  #sequences(from: number, end: number, literalCount: number): void {
    const bytes = this.#bytes;
    if (from >= end) throw corrupt('zstd', 'ZSTD block ends before its sequences');
    let count = bytes[from]!;
    let at = from + 1;
    if (count === 255) {
      count = (bytes[at]! | (bytes[at + 1]! << 8)) + 0x7f00;
      at += 2;
    } else if (count > 127) {
      count = ((count - 128) << 8) | bytes[at++]!;
    }
    const used = count === 0 ? 0 : this.#execute(at, end, count, literalCount);
    this.#reserve(literalCount - used);
    this.#output.set(this.#literals.subarray(used, literalCount), this.written);
    this.written += literalCount - used;
  }

  /** Decodes and executes *count* sequences. Returns how many literals they used. */
  #execute(from: number, end: number, count: number, literalCount: number): number {
    const { literals, offsets, matches, stream } = this.#prepare(from, end);
    const recent = this.#recent;
    let literalState = stream.read(literals.log);
    let offsetState = stream.read(offsets.log);
    let matchState = stream.read(matches.log);
    let used = 0;
    for (let i = 0; i < count; i++) {
      const offsetCode = offsets.symbols[offsetState]!;
      const matchCode = matches.symbols[matchState]!;
      const literalCode = literals.symbols[literalState]!;
      const value = 2 ** offsetCode + stream.read(offsetCode);
      const matched = matchBase[matchCode]! + stream.read(matchExtra[matchCode]!);
      const copied = literalBase[literalCode]! + stream.read(literalExtra[literalCode]!);
      if (i + 1 < count) {
        literalState = literals.bases[literalState]! + stream.read(literals.bits[literalState]!);
        matchState = matches.bases[matchState]! + stream.read(matches.bits[matchState]!);
        offsetState = offsets.bases[offsetState]! + stream.read(offsets.bits[offsetState]!);
      }
      if (stream.left < 0) throw corrupt('zstd', 'ZSTD sequences need more bits than there are');
      const distance = nextOffset(recent, value, copied);
      if (used + copied > literalCount) throw corrupt('zstd', 'ZSTD sequences need more literals than there are');
      this.#reserve(copied + matched);
      this.#copyLiterals(used, copied);
      this.#copyMatch(distance, matched);
      used += copied;
    }
    if (stream.left !== 0) throw corrupt('zstd', 'ZSTD sequences do not use up their bits');
    return used;
  }

  #prepare(from: number, end: number): { literals: StateTable; offsets: StateTable; matches: StateTable; stream: BackwardBits } {
    if (from >= end) throw corrupt('zstd', 'ZSTD block ends before its sequences');
    const modes = this.#bytes[from]!;
    if ((modes & 3) !== 0) throw corrupt('zstd', 'ZSTD sequences use a reserved mode');
    let at = from + 1;
    const table = (mode: number, known: StateTable | null, predefined: StateTable, maxLog: number, maxSymbol: number): StateTable => {
      if (mode === 0) return predefined;
      if (mode === 3) {
        if (known === null) throw corrupt('zstd', 'ZSTD block repeats a state table that there is none of');
        return known;
      }
      if (at >= end) throw corrupt('zstd', 'ZSTD state table lies outside of its block');
      if (mode === 1) {
        const symbol = this.#bytes[at++]!;
        if (symbol > maxSymbol) throw corrupt('zstd', `ZSTD sequence code is ${symbol}; expected at most ${maxSymbol}`);
        return singleState(symbol);
      }
      const read = readStateTable(this.#bytes, at, end, maxLog, maxSymbol);
      at = read.end;
      return read.table;
    };
    const literals = table(modes >> 6, this.#tables.literals, predefinedLiterals, 9, 35);
    const offsets = table((modes >> 4) & 3, this.#tables.offsets, predefinedOffsets, 8, 31);
    const matches = table((modes >> 2) & 3, this.#tables.matches, predefinedMatches, 9, 52);
    this.#tables = { literals, offsets, matches };
    return { literals, offsets, matches, stream: new BackwardBits(this.#bytes, at, end) };
  }

  #copyLiterals(from: number, count: number): void {
    const literals = this.#literals;
    const output = this.#output;
    const to = this.written;
    if (count > 64) output.set(literals.subarray(from, from + count), to);
    else for (let i = 0; i < count; i++) output[to + i] = literals[from + i]!;
    this.written = to + count;
  }

  #copyMatch(distance: number, count: number): void {
    const output = this.#output;
    const to = this.written;
    if (distance > to || distance < 1) throw corrupt('zstd', `ZSTD match reaches back ${distance} bytes, before its frame`);
    const from = to - distance;
    if (count > 64 && distance >= count) output.copyWithin(to, from, from + count);
    else if (count > 64 && distance === 1) output.fill(output[from]!, to, to + count);
    else for (let i = 0; i < count; i++) output[to + i] = output[from + i]!;
    this.written = to + count;
  }
}

/** Returns the distance that offset value *value* stands for, and moves it to the front of the *recent* ones (RFC 8878, 3.1.1.5). */
function nextOffset(recent: number[], value: number, literals: number): number {
  const [first, second, third] = recent as [number, number, number];
  if (value > 3) {
    recent[2] = second;
    recent[1] = first;
    return (recent[0] = value - 3);
  }
  const which = value - (literals === 0 ? 0 : 1);
  if (which === 0) return first;
  const distance = which === 1 ? second : which === 2 ? third : first - 1;
  if (which > 1) recent[2] = second;
  recent[1] = first;
  return (recent[0] = distance);
}
