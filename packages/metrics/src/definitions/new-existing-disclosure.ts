import { type SumLine, withheldCells } from '../statistics/suppression.js';
import type { Row } from '../table.js';
import type { BusinessSide } from './new-existing-fold.js';
import { numberIn } from './summary-cells.js';

/** What is counted of a period: both sides, and all customers of the period. */
export type CountedSide = BusinessSide | 'all';

const SIDES: readonly CountedSide[] = ['new', 'existing', 'all'];

/**
 * Which sides of which periods are withheld, and with a side its orders and its value. The sides of a period are all its
 * customers; everybody is new once, so that the new of all periods are all customers; and what the new or the existing of
 * all periods bring is told too. A side without customers that has orders or a value, of refunds alone, is withheld as well:
 * nobody knows of how few.
 */
export class WithheldSides {
  readonly some: boolean;
  readonly #cells: Uint8Array;

  /** *periods* are the rows of a summary, one a period. */
  constructor(periods: readonly Row[], minCell: number) {
    const counts: number[] = [];
    const lines: SumLine[] = [];
    const unsure: number[] = [];
    periods.forEach((row, i) => {
      const at = SIDES.length * i;
      const [fresh, existing] = [numberIn(row, 'customers_new'), numberIn(row, 'customers_existing')];
      counts.push(fresh, existing, fresh + existing);
      lines.push({ parts: [at, at + 1], total: at + 2 });
      if (fresh === 0 && hasAmounts(row, 'new')) unsure.push(at);
      if (existing === 0 && hasAmounts(row, 'existing')) unsure.push(at + 1);
    });
    for (const side of [0, 1]) {
      const parts = periods.map((_, i) => SIDES.length * i + side);
      const all = parts.reduce((sum, cell) => sum + counts[cell]!, 0);
      // The sum over all periods is told wherever it may be.
      lines.push({ parts, total: all < minCell ? counts.length : null });
      counts.push(all);
    }
    this.#cells = withheldCells(counts, lines, minCell, unsure);
    this.some = this.#cells.includes(1);
  }

  /** Whether a side of the period in place *i* is withheld. */
  has(i: number, side: CountedSide): boolean {
    return this.#cells[SIDES.length * i + SIDES.indexOf(side)] === 1;
  }

  /** Whether what a side adds up to over all periods is withheld: of the new, the number of all customers. */
  hasTotal(side: BusinessSide): boolean {
    return this.#cells.at(side === 'new' ? -2 : -1) === 1;
  }
}

function hasAmounts(row: Row, side: BusinessSide): boolean {
  return numberIn(row, `value_${side}`) !== 0 || numberIn(row, `orders_${side}`) > 0;
}
