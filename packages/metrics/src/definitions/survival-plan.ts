import type { Grain } from '../calendar/grain.js';
import { parseInstant } from '../calendar/local-date.js';
import { PeriodTable } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import type { Schema } from '../schema.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import type { PurchasePlan } from './purchase-fold.js';
import { planPurchases } from './purchase-plan.js';
import type { SurvivalOf, SurvivalOptions } from './survival-options.js';
import type { SpellPlan } from './survival-spells.js';

/** What is watched, with columns bound: purchases counted in periods, or spells. */
export type SurvivalPlan = { readonly purchases: PurchasePlan; readonly period: Grain } | { readonly spells: SpellPlan };

/** Binds columns and checks their types. Throws SchemaError, OptionError. */
export function planSurvival(options: SurvivalOptions, schema: Schema): SurvivalPlan {
  const of = watchedOf(options);
  if (of !== 'purchases') return { spells: planSpells(of, options, schema) };
  if (options.segment != null) {
    throw new OptionError(`survival: purchases have no groups, got segment "${options.segment}"; expected durations or subscriptions, or a filter`, { params: { option: 'segment' } });
  }
  return { purchases: planPurchases('survival', options, schema), period: options.period ?? 'day' };
}

function watchedOf({ of, duration, event, start, customer, time }: SurvivalOptions): SurvivalOf {
  const named = (column: string | null | undefined): boolean => (column ?? null) !== null;
  if ((of ?? null) !== null) return of!;
  if (named(duration) && named(event)) return 'durations';
  if (named(start)) return 'subscriptions';
  if (named(customer) && named(time)) return 'purchases';
  throw new OptionError('survival: no columns to read, got none of them; expected "duration" and "event", "start" and "end", or "customer" and "time"', {
    reason: 'role-missing', params: { role: 'duration' },
  });
}

function planSpells(of: Exclude<SurvivalOf, 'purchases'>, options: SurvivalOptions, schema: Schema): SpellPlan {
  const bound = (role: 'entry' | 'end' | 'customer' | 'segment', reading: 'numbers' | 'instants' | 'keys'): string | null => (
    (options[role] ?? null) === null ? null : bindColumn('survival', schema, role, options[role], reading).name);
  const start = of === 'subscriptions' ? bindColumn('survival', schema, 'start', options.start, 'instants') : null;
  // A date has no zone (C1): it is the same date wherever the reader is.
  const timeZone = start?.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  const observed = (options.observedFrom ?? null) === null ? null : parseInstant(options.observedFrom!, timeZone);
  return {
    customer: bound('customer', 'keys'), segment: bound('segment', 'keys'),
    durations: of === 'subscriptions' ? null : {
      duration: bindColumn('survival', schema, 'duration', options.duration, 'numbers').name,
      event: bindColumn('survival', schema, 'event', options.event, 'keys').name,
      entry: bound('entry', 'numbers'), eventValue: options.eventValue ?? null,
    },
    subscriptions: start === null ? null : { start: start.name, end: bound('end', 'instants') },
    period: options.period ?? 'month', timeZone, cutOff: cutOffOf('survival', options.asOf, timeZone),
    observedFrom: observed === null ? -Infinity : new PeriodTable('day', { timeZone, weekStart: 1 }).ordinalOf(observed.start),
  };
}
