import { GRAINS, type Grain } from '../calendar/grain.js';
import { windowMicros } from '../calendar/window-length.js';
import { nearest } from '../errors.js';
import { readAsOf } from './cut-off.js';
import { type EntryRange, readCompareRange, readEntryRange } from './funnel-entries.js';
import { type Exclusion, readExclusions } from './funnel-exclusions.js';
import { readMinCell } from './min-cell.js';
import { OptionCheck } from './option-check.js';

/** How a customer comes to be at a stage, where stages are kept by people rather than left behind by events. */
export type StageMode = 'allStages' | 'anyStage' | 'reachedOrLater';

/** What a funnel may be asked. Names are columns; null is the same as absent. */
export interface FunnelOptions {
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly stage?: string | null | undefined;
  readonly value?: string | null | undefined;
  /** The breakdown: a column by whose values customers are told apart. */
  readonly segment?: string | null | undefined;
  /** Stages in order, as they are written in the data. When absent they are found in the data. */
  readonly steps?: readonly string[] | null | undefined;
  /** Steps (neither the first nor the last) that an attempt may leave out. */
  readonly optional?: readonly string[] | null | undefined;
  /** `ordered` (default): each step at or after the one before. `strict`: and nothing else in between. `any`: in whatever order. */
  readonly order?: 'ordered' | 'strict' | 'any' | undefined;
  /** From the entry (or the step before) to the step, inclusive: `30d`, `12h`, `60s`, or a number of days. Null: no limit. */
  readonly window?: string | number | null | undefined;
  /** What the window is measured from: `entry` (default), or the step before (`previous`). */
  readonly windowFrom?: 'entry' | 'previous' | undefined;
  /** Which attempts count: the `first`, the `best` (default: the longest, of those the earliest), or `every` one. */
  readonly attempt?: 'first' | 'best' | 'every' | undefined;
  /** By how many milliseconds a step may be stamped before the step that it follows (default 0). 1000 as Amplitude has it, 2000 as Mixpanel. */
  readonly tieMs?: number | undefined;
  /** Whether events of one instant are in order (`ordered`, default), or a step must be later than the one before (`apart`). */
  readonly equalTimes?: 'ordered' | 'apart' | undefined;
  /** Whether a step that comes again is passed over (`ignore`, default), or is the end of the attempt (`end`). */
  readonly repeats?: 'ignore' | 'end' | undefined;
  /** Stages that end an attempt, or rule out a customer. */
  readonly exclusions?: readonly Exclusion[] | null | undefined;
  /** Columns that must have one value throughout an attempt: a session, a product. */
  readonly holdConstant?: readonly string[] | null | undefined;
  /** Which event tells a customer's segment: the `first` that has one (default), the `last`, or the one that fills a step (its number from 1). */
  readonly attribution?: 'first' | 'last' | number | undefined;
  readonly entryRange?: EntryRange | null | undefined;
  /** Earlier entries to compare those of `entryRange` with: `previous`, the period of the same length before, or a range. */
  readonly compareRange?: EntryRange | 'previous' | null | undefined;
  /** Also tells conversion by the period in which attempts began. */
  readonly period?: Grain | null | undefined;
  /** 1 = Monday to 7 = Sunday. */
  readonly weekStart?: number | undefined;
  /** Reads stages as places where customers stand, not as attempts: who has come to a stage, see `funnel`. Null: attempts. */
  readonly mode?: StageMode | null | undefined;
  /** With a mode: whether a customer stands at the highest stage ever (`keepHighest`, default) or at the `current` one. */
  readonly regressions?: 'keepHighest' | 'current' | undefined;
  /** With a mode: stages that mean that a customer is lost. */
  readonly lostStages?: readonly string[] | null | undefined;
  readonly timeZone?: string | undefined;
  /** The data's cut-off: rows after it are left out. A date is a whole local day. Default: the last instant in the data. */
  readonly asOf?: string | null | undefined;
  /** ISO 4217 code of the values, for labels. */
  readonly currency?: string | null | undefined;
  /** Of the intervals (default 0.95). */
  readonly confidence?: number | undefined;
  /** Rates and times that rest on fewer customers than this are left out (C17). Default 0: none. */
  readonly minN?: number | undefined;
  /** Groups of fewer customers are withheld, and with them what would tell them. Default 0: none. */
  readonly minCell?: number | undefined;
}

const NAMES: readonly (keyof FunnelOptions)[] = [
  'customer', 'time', 'stage', 'value', 'segment', 'steps', 'optional', 'order', 'window', 'windowFrom', 'attempt', 'tieMs', 'equalTimes',
  'repeats', 'exclusions', 'holdConstant', 'attribution', 'entryRange', 'compareRange', 'period', 'weekStart', 'mode', 'regressions', 'lostStages',
  'timeZone', 'asOf', 'currency', 'confidence', 'minN', 'minCell',
];

/** Returns *options* with every default written out. Throws OptionError for an unknown name or a value that makes no sense. */
export function resolveFunnelOptions(options: FunnelOptions): FunnelOptions {
  const check = new OptionCheck('funnel', options, NAMES);
  const timeZone = check.timeZone();
  const steps = check.texts('steps');
  const entryRange = readEntryRange(check, timeZone);
  const resolved = {
    customer: check.text('customer', null),
    time: check.text('time', null),
    stage: check.text('stage', null),
    value: check.text('value', null),
    segment: check.text('segment', null),
    steps,
    optional: checkOptional(check, steps),
    order: check.oneOf('order', ['ordered', 'strict', 'any'] as const, 'ordered'),
    window: checkWindow(check),
    windowFrom: check.oneOf('windowFrom', ['entry', 'previous'] as const, 'entry'),
    attempt: check.oneOf('attempt', ['first', 'best', 'every'] as const, 'best'),
    tieMs: check.number('tieMs', { min: 0 }, 0),
    equalTimes: check.oneOf('equalTimes', ['ordered', 'apart'] as const, 'ordered'),
    repeats: check.oneOf('repeats', ['ignore', 'end'] as const, 'ignore'),
    exclusions: readExclusions(check, steps),
    holdConstant: check.texts('holdConstant'),
    attribution: checkAttribution(check, steps),
    entryRange,
    compareRange: readCompareRange(check, entryRange, timeZone),
    period: check.oneOf<Grain | ''>('period', GRAINS, '') || null,
    weekStart: check.number('weekStart', { min: 1, max: 7, integer: true }, 1),
    mode: check.oneOf<StageMode | ''>('mode', ['allStages', 'anyStage', 'reachedOrLater'], '') || null,
    regressions: check.oneOf('regressions', ['keepHighest', 'current'] as const, 'keepHighest'),
    lostStages: check.texts('lostStages'),
    timeZone,
    asOf: readAsOf(check),
    currency: check.text('currency', null),
    confidence: check.number('confidence', { min: 0.5, max: 0.9999 }, 0.95),
    minN: check.number('minN', { min: 0, integer: true }, 0),
    minCell: readMinCell(check),
  } satisfies FunnelOptions;
  checkTogether(check, resolved);
  return resolved;
}

/** Refuses options that contradict each other, so that none is silently ignored. */
function checkTogether(check: OptionCheck, options: FunnelOptions): void {
  if (options.order === 'strict' && options.tieMs !== 0) check.refuse('tieMs', options.tieMs, '0 with order strict');
  if (options.equalTimes === 'apart' && options.tieMs !== 0) check.refuse('tieMs', options.tieMs, '0 with equalTimes apart');
  if (options.order === 'any') {
    if (options.windowFrom === 'previous') check.refuse('windowFrom', options.windowFrom, 'entry with order any');
    if (options.equalTimes === 'apart') check.refuse('equalTimes', options.equalTimes, 'ordered with order any');
    if (options.repeats === 'end') check.refuse('repeats', options.repeats, 'ignore with order any');
    if (options.exclusions?.some(({ between }) => between != null) === true) check.refuse('exclusions', options.exclusions, 'none with between, as order any knows no step before another');
  }
  if (options.attempt === 'every' && options.exclusions?.some(({ scope }) => scope === 'customer') === true) {
    check.refuse('exclusions', options.exclusions, 'scope attempt with attempt every, which counts attempts');
  }
  if (options.mode === null) {
    if (options.regressions !== 'keepHighest') check.refuse('regressions', options.regressions, 'a mode as well: allStages, anyStage or reachedOrLater');
    if (options.lostStages !== null) check.refuse('lostStages', options.lostStages, 'a mode as well: allStages, anyStage or reachedOrLater');
    return;
  }
  if (options.lostStages !== null && options.steps === null) check.refuse('lostStages', options.lostStages, 'steps to be named as well');
  if (options.steps !== null && options.lostStages?.some((stage) => options.steps?.includes(stage)) === true) {
    check.refuse('lostStages', options.lostStages, 'stages that are no steps');
  }
  const ofAttempts = {
    optional: null, order: 'ordered', windowFrom: 'entry', attempt: 'best', tieMs: 0, equalTimes: 'ordered', repeats: 'ignore', exclusions: null,
    holdConstant: null, entryRange: null, compareRange: null, period: null,
  } as const;
  for (const [name, only] of Object.entries(ofAttempts) as [keyof typeof ofAttempts, unknown][]) {
    if (options[name] !== only) check.refuse(name, options[name], `it only without mode ${options.mode}, which knows no attempts`);
  }
  if (typeof options.attribution === 'number') check.refuse('attribution', options.attribution, `first or last with mode ${options.mode}`);
}

function checkOptional(check: OptionCheck, steps: readonly string[] | null): readonly string[] | null {
  const optional = check.texts('optional');
  if (optional === null) return null;
  if (steps === null) check.refuse('optional', optional, 'steps to be named as well');
  for (const name of optional) {
    const at = steps.indexOf(name);
    if (at === -1) check.refuse('optional', name, nearest(name, steps) ?? `one of ${steps.join(', ')}`);
    if (at === 0 || at === steps.length - 1) check.refuse('optional', name, 'neither the first step nor the last');
  }
  return optional;
}

function checkAttribution(check: OptionCheck, steps: readonly string[] | null): 'first' | 'last' | number {
  const attribution = check.raw('attribution');
  if (typeof attribution !== 'number') return check.oneOf('attribution', ['first', 'last'] as const, 'first');
  return check.number('attribution', { min: 1, max: steps?.length ?? Infinity, integer: true }, 1);
}

function checkWindow(check: OptionCheck): string | number | null {
  const window = check.raw('window');
  if (window === null) return null;
  if ((typeof window !== 'string' && typeof window !== 'number') || windowMicros(window) === null) {
    check.refuse('window', window, 'a length such as 30d, 12h or 60s, or a number of days');
  }
  return window;
}
