/** Decimals as they are stored: row *i* is the two's complement integer of *stride* words from `i * stride` on, lowest first, over 10^scale. */
export interface DecimalColumn {
  readonly words: Int32Array;
  readonly stride: number;
  readonly scale: number;
}

/**
 * One sum of decimals a slot, without rounding: a two's complement integer of *width* words, lowest first, over 10^scale.
 * With a word more than its terms it holds 2^32 of them, whatever they are. 4 bytes a word and slot: 20 for decimals of
 * 38 digits. Structured-cloneable.
 */
export interface ExactSums {
  readonly width: number;
  readonly scale: number;
  words: Int32Array;
}

const TWO_32 = 4294967296;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** Returns sums, without slots, for the decimals of *column* and of others with its stride and scale. */
export function createExactSums({ stride, scale }: DecimalColumn): ExactSums {
  return { width: stride + 1, scale, words: new Int32Array(0) };
}

/** Returns whether decimals of *column* can be added to *sums*. */
export function fitsExactSums({ width, scale }: ExactSums, column: DecimalColumn): boolean {
  return width === column.stride + 1 && scale === column.scale;
}

/** Adds *row* of *column* to slot *i*, which is made where it doesn't exist. */
export function addDecimal(sums: ExactSums, i: number, { words, stride }: DecimalColumn, row: number): void {
  add(sums, i, words, row * stride, stride);
}

/** Adds the sum in slot *j* of *from*, which fits, to slot *i*, which is made where it doesn't exist. */
export function addExactSum(sums: ExactSums, i: number, from: ExactSums, j: number): void {
  if ((j + 1) * from.width <= from.words.length) add(sums, i, from.words, j * from.width, from.width);
}

/** Returns whether the sum in slot *i* is greater than that in slot *j*. */
export function greaterExactSum({ words, width }: ExactSums, i: number, j: number): boolean {
  const wordAt = (slot: number, k: number): number => words[slot * width + k] ?? 0;
  const [high, otherHigh] = [wordAt(i, width - 1), wordAt(j, width - 1)];
  if (high !== otherHigh) return high > otherHigh;
  for (let k = width - 2; k >= 0; k--) {
    const [word, other] = [wordAt(i, k) >>> 0, wordAt(j, k) >>> 0];
    if (word !== other) return word > other;
  }
  return false;
}

function add(sums: ExactSums, i: number, words: Int32Array, at: number, count: number): void {
  const { width } = sums;
  const start = i * width;
  if (start + width > sums.words.length) grow(sums, start + width);
  const sum = sums.words;
  let carry = 0;
  for (let k = 0; k < count; k++) {
    const word = (sum[start + k]! >>> 0) + (words[at + k]! >>> 0) + carry;
    sum[start + k] = word | 0;
    carry = word >= TWO_32 ? 1 : 0;
  }
  const sign = words[at + count - 1]! >> 31;
  // At most a word more than the terms have, so that nothing is carried on.
  if (count < width) sum[start + count] = (sum[start + count]! + sign + carry) | 0;
}

function grow(sums: ExactSums, length: number): void {
  const words = new Int32Array(Math.max(length, sums.words.length * 2, 64 * sums.width));
  words.set(sums.words);
  sums.words = words;
}

/** Returns the sum in slot *i* as the nearest double; 0 where nothing was added. */
export function exactNumber(sums: ExactSums, i: number): number {
  const { words, width, scale } = sums;
  const at = i * width;
  const high = words[at + 1]!;
  let isShort = true;
  for (let k = 2; k < width; k++) isShort &&= words[at + k] === high >> 31;
  const unscaled = high * TWO_32 + (words[at]! >>> 0);
  // A division of two exact numbers rounds once.
  if (isShort && Number.isSafeInteger(unscaled) && scale >= 0 && scale <= 22) return unscaled / POWERS_OF_TEN[scale]!;
  return Number(`${integerAt(sums, i)}e${-scale}`);
}

/** Returns the sum of all slots as decimal text with every digit: `-12345678901234567890123456789012345.67`. */
export function exactTotal(sums: ExactSums): string {
  // Slots are sums already: a total of 2^32 of them needs a word more.
  const { width } = sums;
  const total: ExactSums = { width: width + 1, scale: sums.scale, words: new Int32Array(width + 1) };
  for (let at = 0; at < sums.words.length; at += width) add(total, 0, sums.words, at, width);
  return decimalText(integerAt(total, 0), sums.scale);
}

/** Returns the sum in slot *i* as decimal text with every digit. */
export function exactText(sums: ExactSums, i: number): string {
  return decimalText(integerAt(sums, i), sums.scale);
}

/** Makes a bigint: for the few sums that are read out with all digits, and those too long for a double. */
function integerAt({ words, width }: ExactSums, i: number): bigint {
  let value = 0n;
  for (let k = width - 1; k >= 0; k--) value = (value << 32n) | BigInt((words[i * width + k] ?? 0) >>> 0);
  return BigInt.asIntN(32 * width, value);
}

/** Returns *unscaled* / 10^*scale* as text with every digit. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return `${unscaled * 10n ** BigInt(-scale)}`;
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
