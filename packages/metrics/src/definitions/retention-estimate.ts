import type { Estimate, Note, Summary } from '../metric.js';
import { wilson } from '../statistics/wilson.js';
import { type Cell, type CellType, type Row, type Table, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { type PeriodSpan, periodSpan } from './period-span.js';
import type { RetentionOptions } from './retention-options.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** A table of this many cells is as much as anyone can look at; a stray date must not ask for more memory than there is. */
const MAX_CELLS = 1_000_000;

const COLUMNS = {
  cohort: 'date', size: 'int32', offset: 'int32', active: 'int32', retention: 'float64', orders: 'int32', value: 'float64',
  observed: 'bool', partial: 'bool', lower: 'float64', upper: 'float64', complete: 'bool', low_n: 'bool', suppressed: 'bool',
} as const satisfies Record<string, CellType>;

interface Cohort {
  readonly date: string;
  readonly period: number;
  readonly size: number;
  readonly cells: Map<number, Row>;
}

/** Rates with intervals, the pooled curve, and the cells that nobody has seen yet. See `retention` for what they mean. */
export function estimateRetention(summary: Summary, options: RetentionOptions): Estimate {
  const window = summaryRows('retention', summary, 'window')[0] ?? {};
  const totals = summaryRows('retention', summary, 'totals')[0] ?? {};
  const span = periodSpan('retention', window, options);
  const cohorts = cohortsOf(summary, span);
  const wanted = span.last === null || cohorts.length === 0 ? 0 : span.last - (cohorts[0]?.period ?? 0) + 1;
  const offsets = Math.min(wanted, Math.max(1, Math.floor(MAX_CELLS / Math.max(1, cohorts.length))));
  const hasValue = totals['has_value'] === true;
  const lastPartial = span.last !== null && !span.lastIsOver;
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as activity only.`, params: { rows: missing } });
  const without = numberIn(totals, 'customers_without_activity');
  if (without > 0) notes.push({ code: 'refunds_only', message: `${without} customers have refunds only and are in no cohort.`, params: { customers: without } });
  const early = numberIn(totals, 'entries_before_first');
  if (early > 0) {
    notes.push({
      code: 'refunds_before_first', message: `${early} times the refunds of a customer and period lie before the first purchase and are in no cell.`, params: { entries: early },
    });
  }
  if (offsets < wanted) notes.push({ code: 'offsets_cut', message: `Offsets from ${offsets} on are left out.`, params: { offsets, wanted } });
  return {
    table: cellTable(cohorts, offsets, span, hasValue, options),
    scalars: {
      customers: numberIn(totals, 'customers'), cohorts: cohorts.length, offsets,
      customers_without_activity: without,
      ...(typeof totals['value_exact'] === 'string' ? { value_exact: totals['value_exact'] } : {}),
    },
    tables: {
      pooled: pooledTable(cohorts, offsets, span, hasValue, options),
      cohorts: tableOf({ cohort: 'date', size: 'int32', partial: 'bool', low_n: 'bool' }, cohorts.map(({ date, period, size }) => (
        { cohort: date, size, partial: lastPartial && period === span.last, low_n: size < LOW_N }))),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: {
        start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: span.asOf,
        partial: lastPartial && span.last !== null ? [span.periods.dateOf(span.last)] : [],
      },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes,
    },
  };
}

function cohortsOf(summary: Summary, { periods }: PeriodSpan): Cohort[] {
  const cohorts = summaryRows('retention', summary, 'cohorts').map((row): Cohort => {
    const date = textIn(row, 'cohort') ?? '';
    return { date, period: periods.ordinalOfDate(date), size: numberIn(row, 'size'), cells: new Map() };
  });
  const byDate = new Map(cohorts.map((cohort) => [cohort.date, cohort]));
  for (const row of summaryRows('retention', summary, 'retention')) {
    byDate.get(textIn(row, 'cohort') ?? '')?.cells.set(numberIn(row, 'offset'), row);
  }
  return cohorts.sort((a, b) => a.period - b.period);
}

/** Built column by column: daily cohorts over years make as many cells as a small data set has rows. */
function cellTable(cohorts: readonly Cohort[], offsets: number, span: PeriodSpan, hasValue: boolean, options: RetentionOptions): Table {
  const columns: Record<keyof typeof COLUMNS, Cell[]> = {
    cohort: [], size: [], offset: [], active: [], retention: [], orders: [], value: [],
    observed: [], partial: [], lower: [], upper: [], complete: [], low_n: [], suppressed: [],
  };
  const last = span.last ?? -Infinity;
  for (const { date, period, size, cells } of cohorts) {
    const suppressed = size < (options.minN ?? 0);
    for (let offset = 0; offset < offsets; offset++) {
      const observed = period + offset <= last;
      const partial = period + offset === last && !span.lastIsOver;
      const told = observed && !suppressed;
      const row = cells.get(offset) ?? {};
      const active = numberIn(row, 'active');
      const interval = told ? wilson(active, size, options.confidence ?? 0.95) : null;
      columns.cohort.push(date);
      columns.size.push(size);
      columns.offset.push(offset);
      columns.active.push(told ? active : null);
      columns.retention.push(told ? active / size : null);
      columns.orders.push(told ? numberIn(row, 'orders') : null);
      columns.value.push(told && hasValue ? numberIn(row, 'value') : null);
      columns.observed.push(observed);
      columns.partial.push(partial);
      columns.lower.push(interval?.lower ?? null);
      columns.upper.push(interval?.upper ?? null);
      columns.complete.push(observed && !partial);
      columns.low_n.push(size < LOW_N);
      columns.suppressed.push(observed && suppressed);
    }
  }
  return { fields: Object.entries(COLUMNS).map(([name, type]) => ({ name, type })), numRows: columns.cohort.length, columns };
}

/** Sums over the cohorts whose cell is complete; rates are never averaged. */
function pooledTable(cohorts: readonly Cohort[], offsets: number, span: PeriodSpan, hasValue: boolean, options: RetentionOptions): Table {
  const rows: Row[] = [];
  const lastComplete = span.last === null ? -Infinity : span.lastIsOver ? span.last : span.last - 1;
  for (let offset = 0; offset < offsets; offset++) {
    let held = 0;
    let size = 0;
    let active = 0;
    let value = 0;
    let entryValue = 0;
    for (const cohort of cohorts) {
      // Cohorts come by period, so the first that has not lived that long ends the list.
      if (cohort.period + offset > lastComplete) break;
      const row = cohort.cells.get(offset) ?? {};
      held++;
      size += cohort.size;
      active += numberIn(row, 'active');
      value += numberIn(row, 'value');
      entryValue += numberIn(cohort.cells.get(0) ?? {}, 'value');
    }
    const suppressed = size < (options.minN ?? 0);
    const told = held > 0 && !suppressed;
    const interval = told ? wilson(active, size, options.confidence ?? 0.95) : null;
    rows.push({
      offset, cohorts: held, size, active: told ? active : null, retention: told ? active / size : null,
      lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      value: told && hasValue ? value : null, value_retention: told && hasValue && entryValue > 0 ? value / entryValue : null,
      low_n: size < LOW_N, suppressed: held > 0 && suppressed,
    });
  }
  return tableOf({
    offset: 'int32', cohorts: 'int32', size: 'int32', active: 'int32', retention: 'float64', lower: 'float64', upper: 'float64',
    value: 'float64', value_retention: 'float64', low_n: 'bool', suppressed: 'bool',
  }, rows);
}
