import type { Input } from '../arrow/frame.js';
import type { Reading } from '../arrow/expect-field.js';
import { PeriodTable } from '../calendar/period-table.js';
import type { Role } from '../metric.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import type { ResolvedSatisfactionOptions } from './satisfaction-options.js';
import { type ScoreScale, scoreScale } from './satisfaction-scale.js';

/** What satisfaction reads: columns that exist, null where there is none, and options turned into what rows are judged by. */
export interface SatisfactionPlan {
  readonly score: string;
  readonly customer: string | null;
  readonly segment: string | null;
  readonly weight: string | null;
  readonly time: string | null;
  /** Whether a row without a time is left out. */
  readonly timeNeeded: boolean;
  readonly scale: ScoreScale;
  /** Null where all time is one period. */
  readonly periods: PeriodTable | null;
  /** Rows at or after this instant (microseconds) are left out; Infinity for none. */
  readonly cutOff: number;
  readonly zone: string;
}

/** Binds columns and checks their types. Throws SchemaError, OptionError. */
export function planSatisfaction(options: ResolvedSatisfactionOptions, { schema }: Input): SatisfactionPlan {
  const bind = (role: Role & keyof ResolvedSatisfactionOptions, reading: Reading): string | null => (
    options[role] == null ? null : bindColumn('satisfaction', schema, role, String(options[role]), reading).name);
  const score = bindColumn('satisfaction', schema, 'score', options.score, 'numbers').name;
  const customer = bind('customer', 'keys');
  const segment = bind('segment', 'keys');
  const weight = bind('weight', 'numbers');
  const timeNeeded = options.period != null || options.asOf != null;
  const time = timeNeeded || options.time != null ? bindColumn('satisfaction', schema, 'time', options.time, 'instants') : null;
  // Dates have no zone (C1): whatever the reader's is, they fall where they stand.
  const zone = time?.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  return {
    score, customer, segment, weight, time: time?.name ?? null, timeNeeded, zone, scale: scoreScale(options.scale),
    cutOff: cutOffOf('satisfaction', options.asOf, zone),
    periods: options.period == null ? null : new PeriodTable(options.period, { timeZone: zone, weekStart: options.weekStart ?? 1 }),
  };
}
