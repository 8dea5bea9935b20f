import { localDate } from '../calendar/local-date.js';
import { exactTotal, type ExactSums } from '../kernels/exact-sums.js';
import { rangeSum } from '../kernels/prefix-sums.js';
import type { Summary } from '../metric.js';
import { type Row, type Table, tableOf } from '../table.js';
import { cutOf } from './pyramid-cut.js';
import { decileRanges, type Ranking, type RankRange } from './pyramid-ranking.js';
import type { PyramidPlan } from './pyramid-state.js';
import { rowCounts, type RowTally } from './row-tally.js';

/** The shares of customers whose share of the value is told. */
const CONCENTRATION_SHARES: readonly number[] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Customers by value, and the ranks of each tier. */
export interface RankedTiers {
  readonly ranking: Ranking;
  readonly tiers: readonly RankRange[];
}

/** What became of rows, and the exact sums of decimals, null where values are none. */
export interface PyramidRows {
  readonly tally: RowTally;
  readonly exact: ExactSums | null;
  readonly missing: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Returns the counts and sums of a pyramid: by tier, by tenth, along the curves, and of all customers. Where it is compared
 * with an *earlier* one, also that one's tiers (`earlier`) and customers (`earlier_totals`), and who went where (`migration`).
 */
export function pyramidSummary(rows: PyramidRows, plan: PyramidPlan, later: RankedTiers, earlier: (RankedTiers & { readonly migration: Table }) | null): Summary {
  const { ranking } = later;
  return {
    tables: {
      pyramid: tierTable(later.tiers, ranking),
      totals: totalsTable(rows, ranking),
      deciles: tableOf({ decile: 'int32', customers: 'int32', value: 'float64' }, decileRanges(ranking).map(({ name, from, to }) => (
        { decile: Number(name), customers: to - from, value: rangeSum(ranking.prefix, from, to) }))),
      lorenz: curveTable(ranking, 'poorest'),
      whale: curveTable(ranking, 'best'),
      concentration: tableOf({ p: 'float64', k: 'int32', value: 'float64' }, CONCENTRATION_SHARES.map((p) => {
        const k = cutOf(ranking.descending.length, p);
        return { p, k, value: rangeSum(ranking.prefix, 0, k) };
      })),
      window: tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{
        start: rows.first <= rows.last ? localDate(rows.first, plan.timeZone) : null,
        end: rows.first <= rows.last ? localDate(rows.last, plan.timeZone) : null,
        time_zone: plan.timeZone,
      }]),
      ...(earlier === null ? {} : {
        earlier: tierTable(earlier.tiers, earlier.ranking),
        earlier_totals: tableOf({ customers: 'int32', total: 'float64' }, [{
          customers: earlier.ranking.descending.length, total: rangeSum(earlier.ranking.prefix, 0, earlier.ranking.descending.length),
        }]),
        migration: earlier.migration,
      }),
    },
    rows: rowCounts(rows.tally),
  };
}

function tierTable(ranges: readonly RankRange[], { descending, prefix }: Ranking): Table {
  return tableOf(
    { tier: 'utf8', order: 'int32', customers: 'int32', value: 'float64', min: 'float64', max: 'float64' },
    ranges.map(({ name, from, to }, i) => ({
      tier: name, order: i + 1, customers: to - from, value: rangeSum(prefix, from, to),
      min: to > from ? descending[to - 1]! : null, max: to > from ? descending[from]! : null,
    })),
  );
}

function totalsTable({ tally, exact: sums, missing }: PyramidRows, ranking: Ranking): Table {
  const { descending, prefix, positive } = ranking;
  const count = descending.length;
  const total = rangeSum(prefix, 0, count);
  let zero = 0;
  while (positive + zero < count && descending[positive + zero] === 0) zero++;
  const tenth = count === 0 ? 0 : Math.max(1, cutOf(count, 0.1));
  const exact = sums !== null && tally.rowsUsed > 0 ? exactTotal(sums) : null;
  const row: Row = {
    customers: count, total,
    positive_customers: positive, positive_value: rangeSum(prefix, 0, positive),
    zero_customers: zero, loss_customers: count - positive - zero, loss_value: rangeSum(prefix, positive + zero, count),
    gini_sum: giniSum(descending, count), positive_gini_sum: giniSum(descending, positive),
    customers_for_80pct: total > 0 ? customersForFourFifths(ranking, total) : null,
    decile_k: tenth, top10_sum: rangeSum(prefix, 0, tenth), bottom10_sum: rangeSum(prefix, count - tenth, count),
    value_missing: missing,
  };
  return tableOf({
    customers: 'int32', total: 'float64', positive_customers: 'int32', positive_value: 'float64', zero_customers: 'int32',
    loss_customers: 'int32', loss_value: 'float64', gini_sum: 'float64', positive_gini_sum: 'float64',
    customers_for_80pct: 'int32', decile_k: 'int32', top10_sum: 'float64', bottom10_sum: 'float64', value_missing: 'int32',
    ...(exact === null ? {} : { total_exact: 'utf8' }),
  }, [exact === null ? row : { ...row, total_exact: exact }]);
}

/** The sum of (2i - n - 1) x_i over the first *count* values ranked ascending: n times their sum is what Gini divides it by. */
function giniSum(descending: Float64Array, count: number): number {
  // A compensated sum, spelt out: the loop is over all customers.
  let high = 0;
  let low = 0;
  for (let rank = 0; rank < count; rank++) {
    const value = (count - 1 - 2 * rank) * descending[rank]!;
    const sum = high + value;
    const part = sum - high;
    low += high - (sum - part) + (value - part);
    high = sum;
  }
  return high + low;
}

/** The fewest best customers who bring at least 80 % of the total, which is above 0; with losses the first crossing. */
function customersForFourFifths({ prefix, positive }: Ranking, total: number): number {
  // Sums of the best grow as long as values are above 0, and have passed the total then.
  let low = 0;
  let high = positive;
  while (low < high) {
    const k = (low + high) >>> 1;
    // Multiplied by 5 and 4, so that 8 of 10 equal customers are not lost to 0.8 not being 4/5.
    if (5 * rangeSum(prefix, 0, k) < 4 * total) low = k + 1;
    else high = k;
  }
  return low;
}

/** The value of the *end* share p of customers, in hundredths, interpolated linearly within a customer (C10). */
function curveTable({ descending, prefix }: Ranking, end: 'poorest' | 'best'): Table {
  const count = descending.length;
  const rows: Row[] = [];
  for (let hundredth = 0; hundredth <= 100 && count > 0; hundredth++) {
    const whole = Math.floor((hundredth * count) / 100);
    const part = ((hundredth * count) % 100) / 100;
    const next = whole === count ? 0 : end === 'best' ? descending[whole]! : descending[count - 1 - whole]!;
    const value = end === 'best' ? rangeSum(prefix, 0, whole) : rangeSum(prefix, count - whole, count);
    rows.push({ p: hundredth / 100, value: value + part * next });
  }
  return tableOf({ p: 'float64', value: 'float64' }, rows);
}
