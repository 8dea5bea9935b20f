import type { Estimate, Note, Summary } from '../metric.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { comparePyramids } from './pyramid-comparison.js';
import { Disclosure } from './pyramid-disclosure.js';
import type { PyramidOptions } from './pyramid-options.js';
import { type ConcentrationPoint, pyramidScalars } from './pyramid-scalars.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

const TIER_COLUMNS = {
  tier: 'utf8', order: 'int32', customers: 'int32', customer_share: 'float64', value: 'float64', value_share: 'float64',
  mean: 'float64', min: 'float64', max: 'float64', low_n: 'bool', suppressed: 'bool',
} as const satisfies Record<string, CellType>;

/** Shares, means and concentration figures from the counts and sums of a pyramid. See `pyramid` for what they mean. */
export function estimatePyramid(summary: Summary, options: PyramidOptions): Estimate {
  const totals = summaryRows('pyramid', summary, 'totals')[0] ?? {};
  const window = summaryRows('pyramid', summary, 'window')[0] ?? {};
  const tiers = summaryRows('pyramid', summary, 'pyramid');
  const disclosure = new Disclosure(summary, tiers, options.minCell ?? 0);
  const total = numberIn(totals, 'total');
  const compared = summary.tables['earlier'] === undefined ? null : comparePyramids(summary, tiers, disclosure, options);
  const concentration = summaryRows('pyramid', summary, 'concentration').map((row): ConcentrationPoint => {
    const k = numberIn(row, 'k');
    return { p: numberIn(row, 'p'), k, share: disclosure.tells(k) ? shareOf(row['value'], total) : null };
  });
  const rows = tierRows(tiers, totals, compared?.toldLater ?? disclosure.tellsRows(tiers), options);
  return {
    table: tableOf({ ...TIER_COLUMNS, ...compared?.columns }, compared === null ? rows : rows.map((row, i) => ({ ...row, ...compared.changes[i] }))),
    scalars: { ...pyramidScalars(totals, concentration, disclosure), lorenz_top20_share: lorenzReadOff(summary, total, disclosure), ...compared?.scalars },
    tables: {
      ...curvesOf(summary, totals, disclosure),
      deciles: decileTable(summary, totals, disclosure, options),
      concentration: tableOf({ p: 'float64', k: 'int32', share: 'float64' }, numberIn(totals, 'customers') === 0 || disclosure.tellsNothing ? [] : concentration.map(({ p, k, share }) => ({ p, k, share }))),
      ...(compared === null ? {} : { earlier: tableOf(TIER_COLUMNS, tierRows(compared.earlier, compared.earlierTotals, compared.toldEarlier, options)), migration: compared.migration }),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: options.asOf ?? null, partial: [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes: notesOf(totals, tiers, disclosure),
    },
  };
}

/** The rows of a tier table; *told* says of which `minCell` withholds nothing. */
function tierRows(tiers: readonly Row[], totals: Row, told: readonly boolean[], options: PyramidOptions): Row[] {
  const count = numberIn(totals, 'customers');
  if (count === 0) return [];
  return tiers.map((row, i): Row => {
    const label = { tier: row['tier'] ?? null, order: row['order'] ?? null };
    if (told[i] !== true) return { ...label, suppressed: true };
    const customers = numberIn(row, 'customers');
    const few = customers > 0 && customers < (options.minN ?? 0);
    // Least and greatest are the values of single customers.
    const single = !few && (options.minCell ?? 0) < 2;
    return {
      ...label, customers, customer_share: totals['share_withheld'] === true ? null : customers / count,
      value: few ? null : (row['value'] ?? null), value_share: few ? null : shareOf(row['value'], numberIn(totals, 'total')),
      mean: few || customers === 0 ? null : numberIn(row, 'value') / customers,
      min: single ? (row['min'] ?? null) : null, max: single ? (row['max'] ?? null) : null,
      low_n: customers < LOW_N, suppressed: few,
    };
  });
}

/** Lorenz and whale curve: by hundredths, or, where small groups are withheld, through the ranks that are told. */
function curvesOf(summary: Summary, totals: Row, disclosure: Disclosure): Readonly<Record<'lorenz' | 'whale', Table>> {
  const count = numberIn(totals, 'customers');
  const total = numberIn(totals, 'total');
  const points = (name: 'lorenz' | 'whale'): { p: number; value: number }[] => {
    if (disclosure.tellsNothing) return [];
    if (!disclosure.isOn) return summaryRows('pyramid', summary, name).map((row) => ({ p: numberIn(row, 'p'), value: numberIn(row, 'value') }));
    if (count === 0) return [];
    if (name === 'whale') return disclosure.sums.map(({ rank, value }) => ({ p: rank / count, value }));
    return disclosure.sums.toReversed().map(({ rank, value }) => ({ p: (count - rank) / count, value: total - value }));
  };
  return {
    lorenz: tableOf({ p: 'float64', cum_share: 'float64' }, points('lorenz').map(({ p, value }) => ({ p, cum_share: shareOf(value, total) }))),
    whale: tableOf({ rank_share: 'float64', cum_profit_share: 'float64', cum_profit: 'float64' }, points('whale').map(({ p, value }) => (
      { rank_share: p, cum_profit_share: shareOf(value, total), cum_profit: value }))),
  };
}

/** The share of the value that the best 20 % bring by the Lorenz curve, 1 - L(0.8), which cuts through a customer where it must. */
function lorenzReadOff(summary: Summary, total: number, disclosure: Disclosure): number | null {
  const point = summaryRows('pyramid', summary, 'lorenz').find((row) => row['p'] === 0.8);
  const rest = point === undefined || disclosure.isOn ? null : shareOf(point['value'], total);
  return rest === null ? null : 1 - rest;
}

function decileTable(summary: Summary, totals: Row, disclosure: Disclosure, options: PyramidOptions): Table {
  const deciles = numberIn(totals, 'customers') === 0 ? [] : summaryRows('pyramid', summary, 'deciles');
  const rows = tierRows(deciles, totals, disclosure.tellsRows(deciles), options);
  return tableOf({ decile: 'int32', customers: 'int32', value: 'float64', value_share: 'float64', mean: 'float64', low_n: 'bool', suppressed: 'bool' },
    rows.map((row, i) => ({ ...row, decile: deciles[i]?.['decile'] ?? null })));
}

function shareOf(value: unknown, total: number): number | null {
  return total > 0 && typeof value === 'number' ? value / total : null;
}

function notesOf(totals: Row, tiers: readonly Row[], disclosure: Disclosure): Note[] {
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  const count = numberIn(totals, 'customers');
  const tiered = tiers.reduce((sum, row) => sum + numberIn(row, 'customers'), 0);
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as 0.`, params: { rows: missing } });
  if (count > 0 && !disclosure.tellsNothing && !(numberIn(totals, 'total') > 0)) {
    notes.push({ code: 'total_not_positive', message: 'All values together are not above 0, so shares of them are undefined.', params: { total: numberIn(totals, 'total') } });
  }
  const losing = numberIn(totals, 'loss_customers');
  if (losing > 0) {
    notes.push({
      code: 'has_negative', message: 'Some customers have a negative value: shares and the Gini coefficient may exceed 1.',
      params: { customers: disclosure.tells(count - losing) ? losing : null },
    });
  }
  if (tiered < count && disclosure.tells(tiered)) {
    notes.push({ code: 'below_lowest_tier', message: `${count - tiered} customers lie below the lowest tier.`, params: { customers: count - tiered } });
  }
  if (disclosure.isOn && count > 0) {
    notes.push({
      code: 'small_groups_withheld', message: `Groups of 1 to ${disclosure.minCell - 1} customers, what would tell them, and the values of single customers are withheld.`,
      params: { minCell: disclosure.minCell },
    });
  }
  return notes;
}
