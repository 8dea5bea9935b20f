import { type Bitmap, hasBit } from '../kernels/bitmap.js';
import { CompensatedSum, type CompensatedSums, hasSum, slotCount, sumAt } from '../kernels/compensated-sums.js';
import type { KeyIndex } from '../kernels/key-index.js';
import { type Row, type Table, tableOf } from '../table.js';
import { BELOW, ENTERED, LEFT } from './pyramid-places.js';
import { customersInRanks, type Ranking, type RankRange } from './pyramid-ranking.js';

/** A pyramid at one date: sums by customer, their ranking and the ranks of each tier. */
export interface DatedPyramid {
  readonly sums: CompensatedSums;
  readonly ranking: Ranking;
  readonly tiers: readonly RankRange[];
}

/**
 * Returns how many customers went from each tier at the earlier date to each at the later, with their values at both dates:
 * one row for each pair that occurs, in the order of tiers from the top, `(below)` after them, then `(entered)` or `(left)`.
 */
export function migrationTable(before: DatedPyramid, after: DatedPyramid, index: KeyIndex): Table {
  const from = placesOf(before, index, ENTERED);
  const to = placesOf(after, index, LEFT);
  const width = to.names.length;
  const cells = new Map<number, { customers: number; before: CompensatedSum; after: CompensatedSum }>();
  for (let code = 0; code < index.size; code++) {
    const was = hasSum(before.sums, code);
    const is = hasSum(after.sums, code);
    if (!was && !is) continue;
    const key = from.places[code]! * width + to.places[code]!;
    let cell = cells.get(key);
    if (cell === undefined) cells.set(key, (cell = { customers: 0, before: new CompensatedSum(), after: new CompensatedSum() }));
    cell.customers++;
    if (was) cell.before.add(sumAt(before.sums, code));
    if (is) cell.after.add(sumAt(after.sums, code));
  }
  const rows = [...cells].sort(([a], [b]) => a - b).map(([key, cell]): Row => ({
    from: from.names[Math.floor(key / width)] ?? null, to: to.names[key % width] ?? null,
    customers: cell.customers, value_before: cell.before.value, value_after: cell.after.value,
  }));
  return tableOf({ from: 'utf8', to: 'utf8', customers: 'int32', value_before: 'float64', value_after: 'float64' }, rows);
}

/** Returns the customers that went *from* one place *to* another, as bits by code. */
export function movedCustomers(before: DatedPyramid, after: DatedPyramid, index: KeyIndex, from: string, to: string): Bitmap {
  const were = customersAt(before, index, from, ENTERED, after);
  const are = customersAt(after, index, to, LEFT, before);
  return were.map((word, i) => word & are[i]!);
}

/** The customers at a place of *pyramid*; those who are *absent* from it are customers of the *other* one alone. */
function customersAt(pyramid: DatedPyramid, index: KeyIndex, place: string, absent: string, other: DatedPyramid): Bitmap {
  if (place !== absent) return customersInRanks(pyramid.sums, pyramid.ranking, placeRange(pyramid, place), index);
  const all = (one: DatedPyramid): Bitmap => customersInRanks(one.sums, one.ranking, { name: '', from: 0, to: one.ranking.descending.length }, index);
  const here = all(pyramid);
  return all(other).map((word, i) => word & ~here[i]!);
}

function placeRange({ tiers, ranking }: DatedPyramid, name: string): RankRange {
  const tier = tiers.find((range) => range.name === name);
  return tier ?? { name, from: tiers.at(-1)?.to ?? 0, to: ranking.descending.length };
}

/** The place of each customer by code, as a number of *names*. */
function placesOf(pyramid: DatedPyramid, index: KeyIndex, absent: string): { readonly names: readonly string[]; readonly places: Uint16Array } {
  const names = [...pyramid.tiers.map(({ name }) => name), BELOW, absent];
  const places = new Uint16Array(index.size).fill(names.length - 1);
  names.slice(0, -1).forEach((name, place) => {
    const bits = customersInRanks(pyramid.sums, pyramid.ranking, placeRange(pyramid, name), index);
    for (let code = 0; code < slotCount(pyramid.sums) && code < index.size; code++) if (hasBit(bits, code)) places[code] = place;
  });
  return { names, places };
}
