import type { Grain } from '../calendar/grain.js';
import type { Schema } from '../schema.js';
import type { ActivityPlan } from './activity-fold.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';

/** The options by which activity is read. */
export interface ActivityOptions {
  /** The columns by role. */
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly order?: string | null | undefined;
  readonly period?: Grain | undefined;
  readonly timeZone?: string | undefined;
  /** 1 = Monday to 7 = Sunday. */
  readonly weekStart?: number | undefined;
  /** ISO 8601 date or instant up to which the data is complete; later rows are left out. Default: the end of the last period that holds data. */
  readonly asOf?: string | null | undefined;
}

/** Binds columns and checks their types. Throws SchemaError, OptionError. */
export function planActivity(metric: string, options: ActivityOptions, schema: Schema, orders: boolean): ActivityPlan {
  const time = bindColumn(metric, schema, 'time', options.time, 'instants');
  // A date has no zone (C1): it is the same date wherever the reader is.
  const timeZone = time.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  return {
    metric,
    customer: bindColumn(metric, schema, 'customer', options.customer, 'keys').name,
    time: time.name,
    value: (options.value ?? null) === null ? null : bindColumn(metric, schema, 'value', options.value, 'numbers').name,
    order: (options.order ?? null) === null ? null : bindColumn(metric, schema, 'order', options.order, 'keys').name,
    period: options.period ?? 'month',
    timeZone,
    weekStart: options.weekStart ?? 1,
    orders,
    cutOff: cutOffOf(metric, options.asOf, timeZone),
  };
}
