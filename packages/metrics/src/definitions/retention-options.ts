import { type Grain, GRAINS } from '../calendar/grain.js';
import { readActivity, readTelling } from './activity-options.js';
import type { ActivityOptions } from './activity-plan.js';
import { OptionCheck } from './option-check.js';

/** Which periods make a customer a member of a cohort: that of the first activity, or every one with activity. */
export type RetentionEntry = 'first' | 'recurring';

/**
 * When a customer counts as retained at an offset: active in that period; in it or later; in some period from the one after
 * entry to it; in it and every one before; or in any period of a bracket of offsets.
 */
export type RetentionMode = 'on' | 'onOrAfter' | 'onOrBefore' | 'streak' | 'bracket';

/** What `rate` is about. */
export type RetentionMeasure = 'customers' | 'orders' | 'value' | 'cumulativeValue';

/** Offsets from the first to the last, both inclusive. */
export type OffsetBracket = readonly [from: number, to: number];

/** What retention is asked for. */
export interface RetentionOptions extends ActivityOptions {
  readonly entry?: RetentionEntry | undefined;
  readonly mode?: RetentionMode | undefined;
  /** For mode `bracket`: ascending, without overlap. */
  readonly brackets?: readonly OffsetBracket[] | null | undefined;
  /** Whether offsets count calendar periods, or windows of `windowDays` local days from each customer's own entry. */
  readonly windows?: 'calendar' | 'rolling' | undefined;
  /** The length of a rolling window. Default: 1, 7, 30, 91 or 365 by `period`. */
  readonly windowDays?: number | null | undefined;
  readonly measure?: RetentionMeasure | undefined;
  /** Whether the cells that nobody has seen yet are projected, in a table of their own. */
  readonly project?: boolean | undefined;
  /** Of the Wilson intervals. */
  readonly confidence?: number | undefined;
  /** Cohorts of fewer customers tell their size and nothing else. */
  readonly minN?: number | undefined;
  /** Groups of 1 to one less are withheld, and with them what would tell them. 0: none. */
  readonly minCell?: number | undefined;
  readonly currency?: string | null | undefined;
}

const NAMES: readonly (keyof RetentionOptions)[] = [
  'customer', 'time', 'value', 'order', 'period', 'entry', 'mode', 'brackets', 'windows', 'windowDays', 'measure', 'project', 'timeZone', 'weekStart',
  'asOf', 'confidence', 'minN', 'minCell', 'currency',
];

const WINDOW_DAYS: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolveRetention(options: RetentionOptions): RetentionOptions {
  const check = new OptionCheck('retention', options, NAMES);
  const period = check.oneOf('period', GRAINS, 'month');
  const mode = check.oneOf('mode', ['on', 'onOrAfter', 'onOrBefore', 'streak', 'bracket'] as const, 'on');
  const windows = check.oneOf('windows', ['calendar', 'rolling'] as const, 'calendar');
  const windowDays = check.number('windowDays', { min: 1, max: 3660, integer: true }, null);
  if (windowDays !== null && windows === 'calendar') check.refuse('windowDays', windowDays, 'no length of windows, or windows "rolling"');
  return {
    ...readActivity(check), order: check.text('order', null), entry: check.oneOf('entry', ['first', 'recurring'] as const, 'first'), mode, brackets: readBrackets(check, mode), windows,
    windowDays: windows === 'rolling' ? (windowDays ?? WINDOW_DAYS[period]) : null,
    measure: check.oneOf('measure', ['customers', 'orders', 'value', 'cumulativeValue'] as const, 'customers'), project: check.flag('project', false),
    ...readTelling(check),
  };
}

function readBrackets(check: OptionCheck, mode: RetentionMode): readonly OffsetBracket[] | null {
  const given = check.raw('brackets');
  const expected = 'a list of [from, to] in ascending order without overlap, such as [[1, 3], [4, 7]]';
  if (given === null) return mode === 'bracket' ? check.refuse('brackets', given, expected) : null;
  if (mode !== 'bracket') check.refuse('brackets', given, 'no brackets, or mode "bracket"');
  if (!Array.isArray(given) || given.length === 0) check.refuse('brackets', given, expected);
  let before = -1;
  return (given as readonly unknown[]).map((item): OffsetBracket => {
    const [from, to] = Array.isArray(item) ? (item as readonly unknown[]) : [];
    if (!Number.isInteger(from) || !Number.isInteger(to) || (from as number) <= before || (to as number) < (from as number)) check.refuse('brackets', given, expected);
    before = to as number;
    return [from as number, to as number];
  });
}
