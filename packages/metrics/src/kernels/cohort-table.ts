import type { CohortCell } from './cohort-counts.js';

/** Words of a cell: customers, orders, and the sum of values as an unevaluated pair of doubles. */
export const CELL_WORDS = 6;

/** Which periods a table of cells has room for: *stride* of them from *base* on, by cohort and by period. */
export interface CohortExtent {
  readonly base: number;
  readonly stride: number;
}

/** Copies the cells of *extent* into a table of *wider*, whose words are 0. Sums travel as the words that they are. */
export function moveCells(words: Int32Array, at: number, extent: CohortExtent, to: Int32Array, toAt: number, wider: CohortExtent): void {
  const shift = extent.base - wider.base;
  const length = extent.stride * CELL_WORDS;
  for (let cohort = 0; cohort < extent.stride; cohort++) {
    const from = at + cohort * length;
    to.set(words.subarray(from, from + length), toAt + ((cohort + shift) * wider.stride + shift) * CELL_WORDS);
  }
}

/** Moves the first periods in *count* histories by *shift*. */
export function shiftHistories(words: Int32Array, at: number, count: number, shift: number): void {
  if (shift === 0) return;
  for (let i = at; i < at + count; i++) if (words[i] !== 0) words[i] = words[i]! + shift;
}

/** Moves the periods of *count* orders by *shift*. */
export function shiftOwners(words: Int32Array, at: number, count: number, shift: number): void {
  if (shift === 0) return;
  for (let i = at; i < at + 2 * count; i += 2) if (words[i] !== 0) words[i + 1]! += shift;
}

/** Adds *value* to the sum of the cell whose doubles begin at *at*. */
export function addToCell(doubles: Float64Array, at: number, value: number): void {
  const high = doubles[at]!;
  const sum = high + value;
  const part = sum - high;
  doubles[at] = sum;
  doubles[at + 1]! += high - (sum - part) + (value - part);
}

/** Refunds of customers who were not active before them. */
export class EarlyRefunds {
  readonly customers: number[] = [];
  readonly periods: number[] = [];
  readonly values: number[] = [];

  add(customer: number, period: number, value: number): void {
    this.customers.push(customer);
    this.periods.push(period);
    this.values.push(value);
  }
}

/** Returns what a table of cells holds, with the early *refunds* where they belong. *firstOf* is the period of a customer's first activity, null for none. */
export function readCells(
  words: Int32Array, doubles: Float64Array, at: number, { base, stride }: CohortExtent, refunds: EarlyRefunds, firstOf: (customer: number) => number | null,
): CohortCell[] {
  const early = new Map<number, Float64Array>();
  refunds.customers.forEach((customer, i) => {
    const period = refunds.periods[i]!;
    const first = firstOf(customer);
    if (first === null || period < first) return;
    const cell = (first - base) * stride + period - base;
    const pair = early.get(cell) ?? new Float64Array(2);
    early.set(cell, pair);
    addToCell(pair, 0, refunds.values[i]!);
  });
  const cells: CohortCell[] = [];
  for (let cohort = 0; cohort < stride; cohort++) {
    for (let period = cohort; period < stride; period++) {
      const cell = cohort * stride + period;
      const word = at + cell * CELL_WORDS;
      const pair = Float64Array.of(doubles[(word >>> 1) + 1]!, doubles[(word >>> 1) + 2]!);
      const more = early.get(cell);
      if (more !== undefined) {
        addToCell(pair, 0, more[0]!);
        pair[1]! += more[1]!;
      }
      const active = words[word]! >>> 0;
      const orders = words[word + 1]! >>> 0;
      const value = pair[0]! + pair[1]! + 0;
      if (active > 0 || orders > 0 || value !== 0) cells.push({ cohort: base + cohort, period: base + period, active, orders, value });
    }
  }
  return cells;
}

/** Returns how many customers' periods with early refunds lie before their first activity, and how many customers have nothing else. */
export function countEarly(refunds: EarlyRefunds, firstOf: (customer: number) => number | null): { beforeEntry: number; withoutActivity: number } {
  const before = new Set<string>();
  const never = new Set<number>();
  refunds.customers.forEach((customer, i) => {
    const first = firstOf(customer);
    if (first === null) never.add(customer);
    else if (refunds.periods[i]! < first) before.add(`${customer} ${refunds.periods[i]!}`);
  });
  return { beforeEntry: before.size, withoutActivity: never.size };
}
