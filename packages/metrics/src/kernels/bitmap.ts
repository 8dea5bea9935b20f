/** Bit *i* of word `i >>> 5`. Bits past the length are zero. */
export type Bitmap = Uint32Array;

/** Returns a bitmap for *length* bits, all zero, or all one when *filled*. */
export function bitmap(length: number, filled = false): Bitmap {
  const words = new Uint32Array((length + 31) >>> 5);
  if (filled) {
    words.fill(0xffffffff);
    const rest = length & 31;
    if (rest !== 0) words[words.length - 1] = 0xffffffff >>> (32 - rest);
  }
  return words;
}

/** Returns whether bit *i* is set; false past the end. */
export function hasBit(bits: Bitmap, i: number): boolean {
  const word = bits[i >>> 5];
  return word !== undefined && (word & (1 << (i & 31))) !== 0;
}

/** Sets bit *i*, which must lie inside. */
export function setBit(bits: Bitmap, i: number): void {
  bits[i >>> 5]! |= 1 << (i & 31);
}

/** Returns how many bits are set. */
export function countBits(bits: Bitmap): number {
  let count = 0;
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i]!;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Returns the numbers of the bits that are set, in ascending order: a loop over them has no branch to guess wrong for each row. */
export function bitNumbers(bits: Bitmap): Uint32Array {
  const numbers = new Uint32Array(countBits(bits));
  let n = 0;
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i]!;
    while (word !== 0) {
      numbers[n++] = (i << 5) + 31 - Math.clz32(word & -word);
      word &= word - 1;
    }
  }
  return numbers;
}
