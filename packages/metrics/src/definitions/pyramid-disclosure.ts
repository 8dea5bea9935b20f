import type { Summary } from '../metric.js';
import { tellableCuts } from '../statistics/rank-suppression.js';
import type { Row } from '../table.js';
import { numberIn, summaryRows } from './summary-cells.js';

/** A sum of values up to a rank, counted from the best. */
export interface RankedSum {
  readonly rank: number;
  readonly value: number;
}

/** What a pyramid may tell of its customers. */
export class Disclosure {
  /** Every sum up to a rank that is told, from the best; with no threshold those of tiers, tenths and concentration. */
  readonly sums: readonly RankedSum[];
  readonly minCell: number;
  private readonly customers: number;
  private readonly ranks: ReadonlySet<number>;

  constructor(summary: Summary, tiers: readonly Row[], minCell: number) {
    const [totals = {}] = summaryRows('pyramid', summary, 'totals');
    this.customers = numberIn(totals, 'customers');
    this.minCell = minCell;
    const tierSums = runningSums(tiers);
    const positive = { rank: numberIn(totals, 'positive_customers'), value: numberIn(totals, 'positive_value') };
    const notNegative = { rank: positive.rank + numberIn(totals, 'zero_customers'), value: positive.value };
    const tenth = numberIn(totals, 'decile_k');
    const ends = [
      { rank: tenth, value: numberIn(totals, 'top10_sum') },
      { rank: this.customers - tenth, value: numberIn(totals, 'total') - numberIn(totals, 'bottom10_sum') },
    ];
    const deciles = runningSums(summaryRows('pyramid', summary, 'deciles'));
    const concentration = summaryRows('pyramid', summary, 'concentration').map((row) => ({ rank: numberIn(row, 'k'), value: numberIn(row, 'value') }));
    // What readers look at first is told first.
    const groups = [tierSums, [positive, notNegative], deciles, ends, concentration];
    this.ranks = tellableCuts(groups.map((sums) => sums.map(({ rank }) => rank)), this.customers, minCell);
    const byRank = new Map(groups.flat().reverse().map((sum) => [sum.rank, sum]));
    this.sums = [...byRank.values()].filter(({ rank }) => this.tells(rank)).sort((a, b) => a.rank - b.rank);
  }

  /** Whether there is a threshold, so that no single customer's value is told either. */
  get isOn(): boolean {
    return this.minCell > 1;
  }

  /** Whether all customers together are too few to tell anything. */
  get tellsNothing(): boolean {
    return this.customers > 0 && this.customers < this.minCell;
  }

  /** Whether sums up to *rank* may be told. */
  tells(rank: number): boolean {
    return !this.isOn || (!this.tellsNothing && this.ranks.has(rank));
  }

  /** Whether the customers of each of *rows*, which follow each other from rank 0, may be told. */
  tellsRows(rows: readonly Row[]): boolean[] {
    let from = 0;
    return rows.map((row) => {
      const to = from + numberIn(row, 'customers');
      const told = this.tells(from) && this.tells(to);
      from = to;
      return told;
    });
  }
}

function runningSums(rows: readonly Row[]): RankedSum[] {
  let rank = 0;
  let value = 0;
  return [{ rank, value }, ...rows.map((row) => ({ rank: rank += numberIn(row, 'customers'), value: value += numberIn(row, 'value') }))];
}
