import { PeriodTable } from '../calendar/period-table.js';
import { windowMicros } from '../calendar/window-length.js';
import type { Summary } from '../metric.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, type Table, tableOf } from '../table.js';
import type { FunnelOptions } from './funnel-options.js';
import { LOW_N } from './low-n.js';
import { groupBy, numberIn, summaryRows, textIn } from './summary-cells.js';

/** A stray date far from the rest must not make more rows than anyone can look at: the latest periods are kept. */
const MAX_PERIODS = 10_000;

/** Returns one row a period in which attempts began, silent ones in between included: how many came through to the end. */
export function trendTable(summary: Summary, window: Row, options: FunnelOptions): Table {
  const periods = new PeriodTable(options.period ?? 'month', { timeZone: textIn(window, 'time_zone') ?? 'UTC', weekStart: options.weekStart ?? 1 });
  const known = new Map(groupBy(summaryRows('funnel', summary, 'trend'), 'period').map(([period, steps]) => [periods.ordinalOfDate(period), steps]));
  const ordinals = [...known.keys()];
  const last = Math.max(...ordinals);
  const first = Math.max(Math.min(...ordinals), last - MAX_PERIODS + 1);
  const end = numberIn(window, 'end_micros');
  const length = options.window == null ? null : (windowMicros(options.window) ?? 0);
  const rows: Row[] = [];
  for (let period = first; period <= last; period++) {
    const steps = known.get(period) ?? [];
    const entered = numberIn(steps[0] ?? {}, 'ordered_count');
    const completed = numberIn(steps.at(-1) ?? {}, 'ordered_count');
    const stillOpen = steps.filter((row) => options.optional?.includes(textIn(row, 'stage') ?? '') !== true)
      .reduce((sum, row) => sum + numberIn(row, 'still_open'), 0);
    const hidden = entered > 0 && entered < (options.minN ?? 0);
    const rated = entered > 0 && !hidden;
    // Measured from step to step, an attempt may last a window for each of them.
    const windows = options.windowFrom === 'previous' ? Math.max(0, steps.length - 1) : 1;
    const interval = rated ? wilson(completed, entered, options.confidence ?? 0.95) : null;
    rows.push({
      period: periods.dateOf(period), entered, completed: hidden ? null : completed, still_open: hidden ? null : stillOpen,
      conversion: rated ? completed / entered : null, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      complete: length === null ? null : periods.endOf(period) + length * windows <= end, low_n: entered < LOW_N, suppressed: hidden,
    });
  }
  return tableOf({
    period: 'date', entered: 'int32', completed: 'int32', still_open: 'int32', conversion: 'float64', lower: 'float64', upper: 'float64',
    complete: 'bool', low_n: 'bool', suppressed: 'bool',
  }, rows);
}
