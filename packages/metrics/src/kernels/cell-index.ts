/**
 * Dense numbers for pairs of codes, in order of first appearance: which row of a table of counts belongs to a period and
 * a segment. Open addressing with linear probing, at most half full; 8 bytes a pair and 8 to 16 for its slots.
 * Structured-cloneable.
 */
export interface CellIndex {
  /** How many pairs were seen. */
  size: number;
  /** The pairs by cell number. */
  firsts: Int32Array;
  seconds: Uint32Array;
  /** Cell number + 1 by hash, 0 where free. The length is a power of two. */
  slots: Uint32Array;
}

/** Returns an index that holds no pair. */
export function createCellIndex(): CellIndex {
  return { size: 0, firsts: new Int32Array(8), seconds: new Uint32Array(8), slots: new Uint32Array(16) };
}

/** Returns the number of the pair, a new one when it wasn't seen yet. */
export function cellOf(index: CellIndex, first: number, second: number): number {
  const mask = index.slots.length - 1;
  let slot = hash(first, second) & mask;
  for (;;) {
    const found = index.slots[slot]!;
    if (found === 0) break;
    if (index.firsts[found - 1] === first && index.seconds[found - 1] === second) return found - 1;
    slot = (slot + 1) & mask;
  }
  const cell = index.size++;
  if (cell === index.firsts.length) grow(index);
  index.firsts[cell] = first;
  index.seconds[cell] = second;
  place(index, cell);
  return cell;
}

function place(index: CellIndex, cell: number): void {
  const mask = index.slots.length - 1;
  let slot = hash(index.firsts[cell]!, index.seconds[cell]!) & mask;
  while (index.slots[slot] !== 0) slot = (slot + 1) & mask;
  index.slots[slot] = cell + 1;
}

function grow(index: CellIndex): void {
  const capacity = index.firsts.length * 2;
  const firsts = new Int32Array(capacity);
  const seconds = new Uint32Array(capacity);
  firsts.set(index.firsts);
  seconds.set(index.seconds);
  index.firsts = firsts;
  index.seconds = seconds;
  index.slots = new Uint32Array(capacity * 2);
  for (let cell = 0; cell < index.size - 1; cell++) place(index, cell);
}

function hash(first: number, second: number): number {
  // The finaliser of MurmurHash3 over a mix of both: neighbouring periods and segments land apart.
  let h = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
