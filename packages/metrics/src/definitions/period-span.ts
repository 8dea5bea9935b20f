import { PeriodTable } from '../calendar/period-table.js';
import { localDate } from '../calendar/local-date.js';
import type { Grain } from '../calendar/grain.js';
import type { Row } from '../table.js';
import { cutOffOf } from './cut-off.js';
import { textIn } from './summary-cells.js';

/** How far data reaches, in periods. */
export interface PeriodSpan {
  readonly periods: PeriodTable;
  /** The last period that has begun by the cut-off, or that holds data where none is given; null without data. */
  readonly last: number | null;
  /** Whether that period is over by the cut-off. */
  readonly lastIsOver: boolean;
  /** The cut-off as given, or the last date of the last period that holds data. */
  readonly asOf: string | null;
}

/** Options that say how time is cut into periods. */
export interface PeriodOptions {
  readonly period?: Grain | undefined;
  readonly weekStart?: number | undefined;
  readonly asOf?: string | null | undefined;
}

/** Returns how far data reaches that fills *window*, the row of a summary's table of that name (C2). */
export function periodSpan(metric: string, window: Row, options: PeriodOptions): PeriodSpan {
  const timeZone = textIn(window, 'time_zone') ?? 'UTC';
  const periods = new PeriodTable(options.period ?? 'month', { timeZone, weekStart: options.weekStart ?? 1 });
  const end = textIn(window, 'end');
  if (end === null) return { periods, last: null, lastIsOver: false, asOf: options.asOf ?? null };
  if (options.asOf === null || options.asOf === undefined) {
    const last = periods.ordinalOfDate(end);
    return { periods, last, lastIsOver: true, asOf: localDate(periods.endOf(last) - 1, timeZone) };
  }
  const cutOff = cutOffOf(metric, options.asOf, timeZone);
  const last = periods.ordinalOfDate(localDate(cutOff - 1, timeZone));
  return { periods, last, lastIsOver: periods.endOf(last) <= cutOff, asOf: options.asOf };
}
