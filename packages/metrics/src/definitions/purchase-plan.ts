import type { Schema } from '../schema.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import type { PurchasePlan } from './purchase-fold.js';

/** The options by which purchases are read. */
export interface PurchaseOptions {
  /** The columns by role. */
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly order?: string | null | undefined;
  readonly timeZone?: string | undefined;
  /** ISO 8601 date or instant up to which the data is complete; later rows are left out. */
  readonly asOf?: string | null | undefined;
}

/** Binds columns and checks their types. Throws SchemaError, OptionError. */
export function planPurchases(metric: string, options: PurchaseOptions, schema: Schema): PurchasePlan {
  const time = bindColumn(metric, schema, 'time', options.time, 'instants');
  // A date has no zone (C1): it is the same date wherever the reader is.
  const timeZone = time.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  return {
    metric,
    customer: bindColumn(metric, schema, 'customer', options.customer, 'keys').name,
    time: time.name,
    value: options.value == null ? null : bindColumn(metric, schema, 'value', options.value, 'numbers').name,
    order: options.order == null ? null : bindColumn(metric, schema, 'order', options.order, 'keys').name,
    timeZone,
    cutOff: cutOffOf(metric, options.asOf, timeZone),
  };
}
