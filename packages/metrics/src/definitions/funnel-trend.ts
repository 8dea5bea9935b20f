import { PeriodTable } from '../calendar/period-table.js';
import { windowMicros } from '../calendar/window-length.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, type Table, tableOf } from '../table.js';
import type { FunnelOptions } from './funnel-options.js';
import { LOW_N } from './low-n.js';
import { groupBy, numberIn, textIn, toldIn } from './summary-cells.js';

/** A stray date far from the rest must not make more rows than anyone can look at: the latest periods are kept. */
const MAX_PERIODS = 10_000;

/** Returns one row a step and period in which attempts began, silent ones in between included: how many came that far. */
export function trendTable(trend: readonly Row[], stepCount: number, window: Row, options: FunnelOptions): Table {
  const periods = new PeriodTable(options.period ?? 'month', { timeZone: textIn(window, 'time_zone') ?? 'UTC', weekStart: options.weekStart ?? 1 });
  const known = new Map(groupBy(trend, 'period').map(([period, steps]) => [periods.ordinalOfDate(period), steps]));
  const ordinals = [...known.keys()];
  const last = Math.max(...ordinals);
  const first = Math.max(Math.min(...ordinals), last - MAX_PERIODS + 1);
  const end = numberIn(window, 'end_micros');
  const length = options.window == null ? null : (windowMicros(options.window) ?? 0);
  const rows: Row[] = [];
  for (let period = first; period <= last; period++) {
    const steps = known.get(period) ?? [];
    const none = { ordered_count: 0 };
    const entered = toldIn(steps[0] ?? none, 'ordered_count');
    const few = entered !== null && entered > 0 && entered < (options.minN ?? 0);
    // Measured from step to step, an attempt may last a window for each of them.
    const windows = options.windowFrom === 'previous' ? Math.max(0, stepCount - 1) : 1;
    const complete = length === null ? null : periods.endOf(period) + length * windows <= end;
    for (let k = 0; k < stepCount; k++) {
      const reached = toldIn(steps[k] ?? none, 'ordered_count');
      const rated = entered !== null && reached !== null && entered > 0 && !few;
      const interval = rated ? wilson(reached, entered, options.confidence ?? 0.95) : null;
      rows.push({
        period: periods.dateOf(period), order: k + 1, entered, reached: few ? null : reached,
        conversion: rated ? reached / entered : null, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
        complete, low_n: entered !== null && entered < LOW_N, suppressed: few || entered === null || reached === null,
      });
    }
  }
  return tableOf({
    period: 'date', order: 'int32', entered: 'int32', reached: 'int32', conversion: 'float64', lower: 'float64', upper: 'float64',
    complete: 'bool', low_n: 'bool', suppressed: 'bool',
  }, rows);
}
