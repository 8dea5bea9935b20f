import { PeriodTable } from '../calendar/period-table.js';
import { type Row, type Table, tableOf } from '../table.js';
import type { PhasePlan } from './phases-options.js';
import type { PurchasePlan } from './purchase-fold.js';
import { RELATIONSHIP_PHASES } from './relationship-phase.js';

/** Stands for customers who had bought nothing yet. */
export const NOT_YET = '(not yet)';
/** A stray date far from the rest must not make more dates than anyone can look at: the latest are kept. */
export const MAX_DATES = 2_000;

/** A date on which phases are told, by what came before *day*. */
export interface PhaseDate {
  readonly period: string;
  readonly asOf: string;
  readonly day: number;
}

/** Returns the last day of each period, and of the data, which reach from the instant *first* to *last*. */
export function phaseDates({ first, last }: { readonly first: number; readonly last: number }, plan: PurchasePlan, { period: grain, weekStart }: PhasePlan): PhaseDate[] {
  const { cutOff, timeZone } = plan;
  const periods = new PeriodTable(grain, { timeZone, weekStart });
  const days = new PeriodTable('day', { timeZone, weekStart: 1 });
  const lastRow = days.ordinalOf(cutOff === Infinity ? last : cutOff - 1);
  const until = periods.ordinalOfDate(days.dateOf(lastRow));
  const dates: PhaseDate[] = [];
  for (let ordinal = Math.max(periods.ordinalOf(first), until - MAX_DATES + 1); ordinal <= until; ordinal++) {
    const end = days.ordinalOfDate(periods.dateOf(ordinal + 1));
    // Without a cut-off the last period is over.
    const day = cutOff === Infinity ? end : Math.min(end, lastRow + 1);
    dates.push({ period: periods.dateOf(ordinal), asOf: days.dateOf(day - 1), day });
  }
  return dates;
}

/** What was counted of phases, which go by their numbers; -1 for not yet. */
export interface PhaseCounts {
  readonly dates: readonly PhaseDate[];
  /** D in days. */
  readonly window: number;
  readonly valuesMissing: number;
  /** Returns who was in a phase on the date with number *date*. */
  readonly cell: (date: number, phase: number) => { readonly customers: number; readonly value: number | null };
  /** Returns how many were in *source* D days before the last date, and in *target* on it. */
  readonly flow: (source: number, target: number) => number;
}

/** Returns the tables that say *counts*. */
export function phaseTables({ dates, window, valuesMissing, cell, flow }: PhaseCounts): Readonly<Record<'phases' | 'flows' | 'totals', Table>> {
  const latest = dates.at(-1);
  const sources = [...RELATIONSHIP_PHASES.map((name, number) => ({ name, number })), { name: NOT_YET, number: -1 }];
  const flows = sources.flatMap((source) => RELATIONSHIP_PHASES.map((target, t): Row => ({ source: source.name, target, customers: flow(source.number, t) })));
  return {
    phases: tableOf({ period: 'date', as_of: 'date', phase: 'utf8', customers: 'int32', value: 'float64' }, (
      dates.flatMap(({ period, asOf }, d) => RELATIONSHIP_PHASES.map((phase, p): Row => ({ period, as_of: asOf, phase, ...cell(d, p) }))))),
    flows: tableOf({ source: 'utf8', target: 'utf8', customers: 'int32' }, latest === undefined ? [] : flows),
    totals: tableOf({ window_days: 'int32', as_of: 'date', before: 'date', value_missing: 'int32' }, [{
      window_days: window, as_of: latest?.asOf ?? null, value_missing: valuesMissing,
      before: latest === undefined ? null : new PeriodTable('day', { timeZone: 'UTC', weekStart: 1 }).dateOf(latest.day - 1 - window),
    }]),
  };
}
