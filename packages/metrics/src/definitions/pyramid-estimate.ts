import type { Estimate, Note, Summary } from '../metric.js';
import { type Cell, type Row, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import type { PyramidOptions } from './pyramid-options.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** Shares, means and concentration figures from the counts and sums of a pyramid. See `pyramid` for what they mean. */
export function estimatePyramid(summary: Summary, options: PyramidOptions): Estimate {
  const totals = summaryRows('pyramid', summary, 'totals')[0] ?? {};
  const window = summaryRows('pyramid', summary, 'window')[0] ?? {};
  const count = numberIn(totals, 'customers');
  const total = numberIn(totals, 'total');
  const minN = options.minN ?? 0;
  const suppressed = (customers: number): boolean => customers > 0 && customers < minN;
  const shareOf = (value: Cell | undefined): number | null => (total > 0 && typeof value === 'number' ? value / total : null);
  const concentration = summaryRows('pyramid', summary, 'concentration').map((row) => ({ p: row['p'] ?? null, k: row['k'] ?? null, share: shareOf(row['value']) }));

  const tierRows = count === 0 ? [] : summaryRows('pyramid', summary, 'pyramid').map((row): Row => {
    const customers = numberIn(row, 'customers');
    const hidden = suppressed(customers);
    const { value = null, min = null, max = null } = row;
    return {
      tier: row['tier'] ?? null, order: row['order'] ?? null, customers, customer_share: customers / count,
      value: hidden ? null : value, value_share: hidden ? null : shareOf(value),
      mean: hidden || customers === 0 ? null : Number(value) / customers, min: hidden ? null : min, max: hidden ? null : max,
      low_n: customers < LOW_N, suppressed: hidden,
    };
  });
  return {
    table: tableOf({
      tier: 'utf8', order: 'int32', customers: 'int32', customer_share: 'float64', value: 'float64', value_share: 'float64',
      mean: 'float64', min: 'float64', max: 'float64', low_n: 'bool', suppressed: 'bool',
    }, tierRows),
    scalars: scalarsOf(totals, concentration),
    tables: {
      lorenz: tableOf({ p: 'float64', cum_share: 'float64' }, summaryRows('pyramid', summary, 'lorenz').map((row) => ({ p: row['p'] ?? null, cum_share: shareOf(row['value']) }))),
      whale: tableOf({ rank_share: 'float64', cum_profit_share: 'float64', cum_profit: 'float64' }, summaryRows('pyramid', summary, 'whale').map((row) => (
        { rank_share: row['p'] ?? null, cum_profit_share: shareOf(row['value']), cum_profit: row['value'] ?? null }))),
      deciles: tableOf({ decile: 'int32', customers: 'int32', value: 'float64', value_share: 'float64', mean: 'float64', low_n: 'bool', suppressed: 'bool' },
        count === 0 ? [] : summaryRows('pyramid', summary, 'deciles').map((row) => {
          const customers = numberIn(row, 'customers');
          const hidden = suppressed(customers);
          return {
            decile: row['decile'] ?? null, customers, value: hidden ? null : row['value'] ?? null, value_share: hidden ? null : shareOf(row['value']),
            mean: hidden || customers === 0 ? null : numberIn(row, 'value') / customers, low_n: customers < LOW_N, suppressed: hidden,
          };
        })),
      concentration: tableOf({ p: 'float64', k: 'int32', share: 'float64' }, count === 0 ? [] : concentration),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: options.asOf ?? null, partial: [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes: notesOf(totals, summaryRows('pyramid', summary, 'pyramid')),
    },
  };
}

function scalarsOf(totals: Row, concentration: readonly { p: Cell; k: Cell; share: number | null }[]): Estimate['scalars'] {
  const count = numberIn(totals, 'customers');
  const total = numberIn(totals, 'total');
  const positive = numberIn(totals, 'positive_customers');
  const k80 = totals['customers_for_80pct'] ?? null;
  const bottom = numberIn(totals, 'bottom10_sum');
  // Defined for losses too, as long as they don't cancel out (C10).
  const gini = count === 0 || total === 0 ? null : numberIn(totals, 'gini_sum') / (count * total);
  const at = (p: number): { k: number | null; share: number | null } => {
    const point = concentration.find((row) => row.p === p);
    return { k: typeof point?.k === 'number' ? point.k : null, share: point?.share ?? null };
  };
  return {
    customers: count,
    total: count === 0 ? null : total,
    top1_share: at(0.01).share,
    top10_share: at(0.1).share,
    top20_share: at(0.2).share,
    top20_customers: at(0.2).k,
    customers_for_80pct: typeof k80 === 'number' ? k80 : null,
    customers_for_80pct_share: typeof k80 === 'number' && count > 0 ? k80 / count : null,
    gini,
    gini_corrected: gini === null || count < 2 ? null : (gini * count) / (count - 1),
    gini_positive_only: ratio(numberIn(totals, 'positive_gini_sum'), positive * numberIn(totals, 'positive_value')),
    decile_k: numberIn(totals, 'decile_k'),
    top10_sum: count === 0 ? null : numberIn(totals, 'top10_sum'),
    bottom10_sum: count === 0 ? null : bottom,
    decile_ratio: ratio(numberIn(totals, 'top10_sum'), bottom),
    decile_reason: count === 0 ? 'no_customers' : bottom > 0 ? null : 'bottom_non_positive',
    non_positive_customers: count - positive,
    peak_value: count === 0 ? null : numberIn(totals, 'positive_value'),
    peak_ratio: ratio(numberIn(totals, 'positive_value'), total),
    peak_customers: positive,
    loss_value: count === 0 ? null : numberIn(totals, 'loss_value'),
    loss_customers: numberIn(totals, 'loss_customers'),
    zero_customers: numberIn(totals, 'zero_customers'),
    has_negative: numberIn(totals, 'loss_customers') > 0,
  };
}

function notesOf(totals: Row, tiers: readonly Row[]): Note[] {
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  const count = numberIn(totals, 'customers');
  const below = count - tiers.reduce((sum, row) => sum + numberIn(row, 'customers'), 0);
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as 0.`, params: { rows: missing } });
  if (count > 0 && !(numberIn(totals, 'total') > 0)) {
    notes.push({ code: 'total_not_positive', message: 'All values together are not above 0, so shares of them are undefined.', params: { total: numberIn(totals, 'total') } });
  }
  if (numberIn(totals, 'loss_customers') > 0) {
    notes.push({ code: 'has_negative', message: 'Some customers have a negative value: shares and the Gini coefficient may exceed 1.', params: { customers: numberIn(totals, 'loss_customers') } });
  }
  if (below > 0) notes.push({ code: 'below_lowest_tier', message: `${below} customers lie below the lowest tier.`, params: { customers: below } });
  return notes;
}

/** Null where the denominator is not above 0. */
function ratio(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}
