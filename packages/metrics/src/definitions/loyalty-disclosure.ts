import { type SumLine, withheldCells } from '../statistics/suppression.js';
import type { Row } from '../table.js';
import { numberIn } from './summary-cells.js';

/** Of what a loyalty ladder may tell the number of customers, and with it their value. */
export interface LoyaltyWithheld {
  readonly some: boolean;
  readonly all: boolean;
  /** By rung: those on it, and those on it or a higher one. */
  readonly rungs: readonly boolean[];
  readonly reached: readonly boolean[];
  /** Who has two orders or more, or else who has one, so that one tells the other; the same by days with an order. */
  readonly repeaters: boolean;
  readonly repeatersByDay: boolean;
}

/**
 * Withholds groups of 1 to *minCell* - 1 and what would tell them. Rungs add up to those who reached a rung, and these to all
 * customers; who bought again may stand between rungs. Who did by days is the same where *ordersAreDays*, else no part of who did by
 * orders: an order may take days.
 */
export function withholdLoyalty(rungs: readonly Row[], totals: Row, minCell: number, ordersAreDays: boolean): LoyaltyWithheld {
  const counts: number[] = [];
  const lines: SumLine[] = [];
  const cell = (count: number): number => counts.push(count) - 1;
  const held = rungs.map((row) => cell(numberIn(row, 'customers')));
  const customers = counts.reduce((sum, count) => sum + count, 0);
  /** Splits the customers in *whole* in two, of whom *part* are one. How many there are in all is told wherever it may be. */
  const split = (whole: number, part: number, rest: number = cell(counts[whole]! - counts[part]!)): void => {
    lines.push({ parts: [part, rest], total: counts[whole] === customers && customers >= minCell ? null : whole });
  };

  // The highest rung is reached by those on it; each other by those and the ones on it.
  const reached = [...held];
  for (let i = held.length - 2; i >= 0; i--) {
    reached[i] = cell(counts[held[i]!]! + counts[reached[i + 1]!]!);
    split(reached[i]!, held[i]!, reached[i + 1]);
  }
  const all = reached[0] ?? cell(0);
  const again = rungs.findIndex((row) => numberIn(row, 'orders_from') === 2);
  const repeaters = again === -1 ? cell(numberIn(totals, 'repeat_customers')) : reached[again]!;
  const between: number[] = [];
  if (again === -1) {
    // Those of the first rung who didn't buy again, and those who did: where either are few, rungs are told and repeaters aren't.
    const parts = [counts[all]! - counts[repeaters]!, counts[repeaters]! - counts[reached[1] ?? repeaters]!];
    if (parts.some((count) => count > 0 && count < minCell)) between.push(repeaters);
    split(all, repeaters);
    if (reached.length > 1) split(repeaters, reached[1]!);
  }
  const byDay = ordersAreDays ? repeaters : cell(numberIn(totals, 'repeat_customers_by_day'));
  if (!ordersAreDays) split(all, byDay);
  const cells = withheldCells(counts, lines, minCell, between);
  const isWithheld = (place: number): boolean => cells[place] === 1;
  return {
    some: cells.includes(1), all: isWithheld(all), rungs: held.map(isWithheld), reached: reached.map(isWithheld),
    repeaters: isWithheld(repeaters), repeatersByDay: isWithheld(byDay),
  };
}
