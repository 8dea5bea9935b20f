import type { Grain } from '../calendar/grain.js';
import { windowMicros } from '../calendar/window-length.js';
import { readActivity, readTelling } from './activity-options.js';
import { OptionCheck } from './option-check.js';

/** What relationship phases are asked for. */
export interface PhasesOptions {
  /** The columns by role. */
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly value?: string | null | undefined;
  /** D, whole days: `90d` (default), or a number of days. */
  readonly window?: string | number | undefined;
  /** D as a multiple of the median days between a customer's successive purchase days, instead of `window`. Null: not. */
  readonly gaps?: number | null | undefined;
  /** At the end of which periods phases are told. */
  readonly period?: Grain | undefined;
  readonly timeZone?: string | undefined;
  /** 1 = Monday to 7 = Sunday. */
  readonly weekStart?: number | undefined;
  /** ISO 8601 date or instant up to which the data is complete; later rows are left out. Default: the end of the last period that holds data. */
  readonly asOf?: string | null | undefined;
  /** Of the intervals. */
  readonly confidence?: number | undefined;
  /** Shares of fewer customers are not told. */
  readonly minN?: number | undefined;
  /** Groups of fewer customers are withheld, and with them what would tell them; 0: none. */
  readonly minCell?: number | undefined;
  readonly currency?: string | null | undefined;
}

const NAMES: readonly (keyof PhasesOptions)[] = [
  'customer', 'time', 'value', 'window', 'gaps', 'period', 'timeZone', 'weekStart', 'asOf', 'confidence', 'minN', 'minCell', 'currency',
];

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolvePhases(options: PhasesOptions): PhasesOptions {
  const check = new OptionCheck('phases', options, NAMES);
  return { ...readActivity(check), window: readWindow(check), gaps: check.number('gaps', { min: 0.1, max: 100 }, null), ...readTelling(check) };
}

/** How phases are told. */
export interface PhasePlan {
  readonly window: number;
  readonly gaps: number | null;
  readonly period: Grain;
  readonly weekStart: number;
}

/** Returns how *options* tell phases. */
export function phasePlan({ window, gaps, period, weekStart }: PhasesOptions): PhasePlan {
  return { window: windowDays(window), gaps: gaps ?? null, period: period ?? 'month', weekStart: weekStart ?? 1 };
}

/** Returns the window in days. */
function windowDays(window: string | number | undefined): number {
  return (windowMicros(window ?? '90d') ?? 0) / 86_400e6;
}

function readWindow(check: OptionCheck): string | number {
  const window = check.raw('window') ?? '90d';
  const isLength = typeof window === 'string' || typeof window === 'number';
  if (!isLength || !Number.isInteger(windowDays(window)) || windowDays(window) < 1) check.refuse('window', window, 'whole days, such as 90d');
  return window;
}
