/**
 * The checks that look at every value of a buffer. Each is one pass over a typed array, four values a step where every
 * batch needs it: the engine unrolls no loops, and the checks must cost next to nothing beside the decoding.
 * A value of 32 bits is wrong when it is negative or above a bound: both show in the sign of `v | (bound - v)`.
 */

/** Returns true when the first *length* + 1 offsets start at 0 or above, never fall, and end at *most* or below. */
export function offsetsRise(offsets: Int32Array, length: number, most: number): boolean {
  let previous = offsets[0]!;
  if (previous < 0) return false;
  let i = 1;
  for (const last = length - 3; i <= last; i += 4) {
    const a = offsets[i]!;
    const b = offsets[i + 1]!;
    const c = offsets[i + 2]!;
    const d = offsets[i + 3]!;
    if (a < previous || b < a || c < b || d < c) return false;
    previous = d;
  }
  for (; i <= length; i++) {
    const next = offsets[i]!;
    if (next < previous) return false;
    previous = next;
  }
  return previous <= most;
}

/** Returns true when 64-bit offsets, given as pairs of low and high words, rise as in `offsetsRise`. Bodies stay below 2^31 bytes. */
export function largeOffsetsRise(words: Int32Array, length: number, most: number): boolean {
  let previous = words[0]!;
  let bad = previous;
  let high = words[1]!;
  for (let i = 1; i <= length; i++) {
    const next = words[2 * i]!;
    high |= words[2 * i + 1]!;
    bad |= next | (next - previous);
    previous = next;
  }
  return bad >= 0 && high === 0 && previous <= most;
}

/** Returns how many of the first *length* bits are 0. */
export function countZeros(bits: Uint8Array, length: number): number {
  let ones = 0;
  const bytes = length >> 3;
  let i = 0;
  if (bits.byteOffset % 4 === 0) {
    const words = new Int32Array(bits.buffer, bits.byteOffset, bytes >> 2);
    for (let k = 0; k < words.length; k++) ones += ones32(words[k]!);
    i = words.length << 2;
  }
  for (; i < bytes; i++) ones += ones32(bits[i]!);
  const rest = length & 7;
  if (rest > 0) ones += ones32(bits[bytes]! & ((1 << rest) - 1));
  return length - ones;
}

function ones32(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Typed arrays of indices; those of 64 bits are passed as pairs of words. */
export type Indices = Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

/**
 * Returns the position of the first index outside of 0 to *size* - 1 among the first *length*, or -1.
 * Where *validity* is given, indices of nulls may be anything.
 */
export function firstIndexOutside(indices: Indices, length: number, size: number, validity: Uint8Array | null): number {
  if (indices instanceof Int32Array) {
    const top = size - 1;
    let bad = 0;
    let i = 0;
    for (const last = length - 4; i <= last; i += 4) {
      const a = indices[i]!;
      const b = indices[i + 1]!;
      const c = indices[i + 2]!;
      const d = indices[i + 3]!;
      bad |= a | b | c | d | (top - a) | (top - b) | (top - c) | (top - d);
    }
    for (; i < length; i++) {
      const v = indices[i]!;
      bad |= v | (top - v);
    }
    if (bad >= 0) return -1;
  }
  for (let i = 0; i < length; i++) {
    const v = indices[i]!;
    if ((v < 0 || v >= size) && (validity === null || (validity[i >> 3]! & (1 << (i & 7))) !== 0)) return i;
  }
  return -1;
}

/** As `firstIndexOutside`, for 64-bit indices as pairs of low and high words. */
export function firstLargeIndexOutside(words: Uint32Array, length: number, size: number, validity: Uint8Array | null): number {
  for (let i = 0; i < length; i++) {
    const outside = words[2 * i + 1]! !== 0 || words[2 * i]! >= size;
    if (outside && (validity === null || (validity[i >> 3]! & (1 << (i & 7))) !== 0)) return i;
  }
  return -1;
}

/** Returns the position of the first view that points outside of its data buffer, or -1. Views of nulls may be anything. */
export function firstViewOutside(views: Int32Array, length: number, buffers: readonly Uint8Array[], validity: Uint8Array | null): number {
  for (let i = 0; i < length; i++) {
    const size = views[4 * i]!;
    if (size >= 0 && size <= 12) continue;
    const buffer = size < 0 ? undefined : buffers[views[4 * i + 2]!];
    const offset = views[4 * i + 3]!;
    const outside = buffer === undefined || offset < 0 || offset + size > buffer.length;
    if (outside && (validity === null || (validity[i >> 3]! & (1 << (i & 7))) !== 0)) return i;
  }
  return -1;
}

/** Returns the position of the first of *length* type ids that *known* (indexed by id) does not hold, or -1. */
export function firstUnknownTypeId(typeIds: Int8Array, length: number, known: Int32Array): number {
  for (let i = 0; i < length; i++) {
    if (typeIds[i]! < 0 || known[typeIds[i]!]! < 0) return i;
  }
  return -1;
}
