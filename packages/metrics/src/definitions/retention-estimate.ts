import type { Estimate, Note, Summary } from '../metric.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { isSmall } from './min-cell.js';
import { periodSpan } from './period-span.js';
import { cellTable } from './retention-cell-table.js';
import { RetentionCohorts } from './retention-cohorts.js';
import type { RetentionOptions } from './retention-options.js';
import { pooledTable } from './retention-pooled.js';
import { pooledRows } from './retention-pooled-sums.js';
import { projectRetention } from './retention-projection.js';
import { withholdRetention } from './retention-suppression.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

const COHORTS: Readonly<Record<string, CellType>> = { cohort: 'date', size: 'int32', partial: 'bool', low_n: 'bool' };

/** Rates with intervals, the pooled curve, projections, and the cells that nobody has seen yet. See `retention` for what they mean. */
export function estimateRetention(summary: Summary, options: RetentionOptions): Estimate {
  const window = summaryRows('retention', summary, 'window')[0] ?? {};
  const totals = summaryRows('retention', summary, 'totals')[0] ?? {};
  const span = periodSpan('retention', window, options);
  const cohorts = new RetentionCohorts(summary, span, options);
  const hasValue = totals['has_value'] === true;
  const pooled = pooledRows(cohorts);
  const withheld = withholdRetention(cohorts, pooled, options);
  const lastPartial = span.last !== null && !span.lastIsOver;
  const projection = options.project === true ? projectRetention(cohorts, pooled, withheld, options) : null;
  const notes = notesOf(totals, cohorts, options.minCell);
  if (withheld.some) notes.unshift({ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: options.minCell ?? 0 } });
  if (options.project === true && projection?.fit === null) {
    notes.push({ code: 'no_projection', message: 'There is no projection: the model needs two steps observed, losses, and losses that slow down.' });
  }
  return {
    table: cellTable(cohorts, withheld, hasValue, options),
    scalars: {
      customers: isSmall(numberIn(totals, 'customers'), options.minCell) ? null : numberIn(totals, 'customers'), cohorts: cohorts.list.length, offsets: cohorts.windows.length,
      customers_without_activity: isSmall(numberIn(totals, 'customers_without_activity'), options.minCell) ? null : numberIn(totals, 'customers_without_activity'),
      ...(typeof totals['value_exact'] === 'string' ? { value_exact: withheld.some || !withheld.amounts ? null : totals['value_exact'] } : {}),
      projection_alpha: projection?.fit?.alpha ?? null, projection_beta: projection?.fit?.beta ?? null,
    },
    tables: {
      pooled: pooledTable(pooled, withheld, hasValue, options),
      cohorts: tableOf(COHORTS, cohorts.list.map(({ date, period, size }, i): Row => (
        { cohort: date, size: withheld.sizes[i] === 1 ? null : size, partial: lastPartial && period === span.last, low_n: size < LOW_N }))),
      ...(projection === null ? {} : { projection: projection.table }),
    } satisfies Record<string, Table>,
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

function notesOf(totals: Row, { windows, wanted }: RetentionCohorts, minCell: number | undefined): Note[] {
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as activity only.`, params: { rows: missing } });
  const without = numberIn(totals, 'customers_without_activity');
  if (isSmall(without, minCell)) notes.push({ code: 'refunds_only_few', message: `Fewer than ${minCell} customers have refunds only and are in no cohort.`, params: { minCell: minCell ?? 0 } });
  else if (without > 0) notes.push({ code: 'refunds_only', message: `${without} customers have refunds only and are in no cohort.`, params: { customers: without } });
  const early = numberIn(totals, 'entries_before_first');
  if (early > 0) {
    notes.push({
      code: 'refunds_before_first', message: `${early} times the refunds of a customer and period lie before the first purchase and are in no cell.`, params: { entries: early },
    });
  }
  if (windows.length < wanted) notes.push({ code: 'offsets_cut', message: `Offsets from ${windows.length} on are left out.`, params: { offsets: windows.length, wanted } });
  return notes;
}
