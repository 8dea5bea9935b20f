import { type Bitmap, bitmap, setBit } from '../kernels/bitmap.js';
import { type CompensatedSums, hasSum, slotCount, sumAt } from '../kernels/compensated-sums.js';
import type { KeyIndex } from '../kernels/key-index.js';
import { type PrefixSums, prefixSums } from '../kernels/prefix-sums.js';
import { countAbove, countAtLeast } from '../kernels/sorted-values.js';
import { cutOf } from './pyramid-cut.js';
import type { PyramidTiers } from './pyramid-options.js';

/** Customers by value. Nothing here depends on which of several equal customers comes first. */
export interface Ranking {
  /** Every customer's value, greatest first. */
  readonly descending: Float64Array;
  readonly prefix: PrefixSums;
  /** How many values are above 0; they come first. */
  readonly positive: number;
}

/** Ranks from *from* up to but excluding *to*, counted from 0. */
export interface RankRange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Returns the values of all customers that have one, the greatest first. */
export function descendingOf(sums: CompensatedSums): Float64Array {
  const values = new Float64Array(slotCount(sums));
  let count = 0;
  for (let code = 0; code < values.length; code++) if (hasSum(sums, code)) values[count++] = sumAt(sums, code);
  return values.subarray(0, count).sort().reverse();
}

/** Returns the ranking of values that are sorted. */
export function rankingOf(descending: Float64Array): Ranking {
  return { descending, prefix: prefixSums(descending), positive: countAbove(descending, 0) };
}

/** Returns the ranks that each tier holds, from the top. Tiers don't overlap; an empty one has `from = to`. */
export function tierRanges({ by, tiers, ties }: PyramidTiers, ranking: Ranking): RankRange[] {
  const { descending, positive } = ranking;
  const ranked = by === 'profit' ? positive : descending.length;
  const ranges: RankRange[] = [];
  let from = 0;
  for (const tier of tiers) {
    let to: number;
    if ('cumulativeShare' in tier) {
      to = cutOf(ranked, tier.cumulativeShare);
      if (ties === 'together' && to > 0) to = countAtLeast(descending, descending[to - 1]!);
    } else {
      to = tier.minimum === null ? descending.length : countAtLeast(descending, tier.minimum);
    }
    to = Math.max(from, to);
    ranges.push({ name: tier.name, from, to });
    from = to;
  }
  if (by === 'profit') ranges.push({ name: 'none', from: positive, to: descending.length });
  return ranges;
}

/** Returns the ranks that each tenth of the customers holds, from the best (1) to the last (10). */
export function decileRanges(ranking: Ranking): RankRange[] {
  const count = ranking.descending.length;
  return Array.from({ length: 10 }, (_, i) => ({ name: String(i + 1), from: cutOf(count, i / 10), to: cutOf(count, (i + 1) / 10) }));
}

/**
 * Returns the customers with ranks in *range* as bits by code. Equal values rank by the customer's text ascending (C4);
 * texts are compared only where the range begins or ends among equal values.
 */
export function customersInRanks(sums: CompensatedSums, ranking: Ranking, range: RankRange, index: KeyIndex): Bitmap {
  const { descending } = ranking;
  const bits = bitmap(index.size);
  if (range.to <= range.from) return bits;
  const greatest = descending[range.from]!;
  const least = descending[range.to - 1]!;
  const tied: number[] = [];
  const tiedLast: number[] = [];
  for (let code = 0; code < slotCount(sums); code++) {
    if (!hasSum(sums, code)) continue;
    const value = sumAt(sums, code);
    if (value < greatest && value > least) setBit(bits, code);
    else if (value === greatest) tied.push(code);
    else if (value === least) tiedLast.push(code);
  }
  chooseTied(bits, tied, range, countAbove(descending, greatest), index);
  chooseTied(bits, tiedLast, range, countAbove(descending, least), index);
  return bits;
}

/** Sets the bits of those among equal *codes*, whose ranks begin with *first*, that the range holds. */
function chooseTied(bits: Bitmap, codes: readonly number[], range: RankRange, first: number, index: KeyIndex): void {
  let chosen = codes;
  if (range.from > first || range.to < first + codes.length) {
    const texts = codes.map((code) => ({ code, text: index.text(code) }));
    texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    chosen = texts.slice(Math.max(0, range.from - first), range.to - first).map(({ code }) => code);
  }
  for (const code of chosen) setBit(bits, code);
}
