import { parseInstant } from '../calendar/local-date.js';
import { windowMicros } from '../calendar/window-length.js';
import { cutOffOf } from './cut-off.js';
import type { AttemptRules } from './funnel-attempt.js';
import { OptionCheck } from './option-check.js';

/** When an attempt may begin. A date is a whole local day; both ends are included; null or absent leaves an end open. */
export interface EntryRange {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** What a funnel may be asked. Names are columns; null is the same as absent. */
export interface FunnelOptions {
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly stage?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly segment?: string | null | undefined;
  /** Stages in order, as they are written in the data. When absent they are found in the data. */
  readonly steps?: readonly string[] | null | undefined;
  /** `ordered` (default): each step at or after the one before. `any`: steps 1 to *k* in whatever order. */
  readonly order?: 'ordered' | 'any' | undefined;
  /** From the entry to the last step, inclusive: `30d`, `12h`, `60s`, or a number of days. Null: no limit. */
  readonly window?: string | number | null | undefined;
  /** What the window is measured from: the entry. */
  readonly windowFrom?: 'entry' | undefined;
  /** Which of a customer's attempts counts: the longest, and of those the earliest. */
  readonly attempt?: 'best' | undefined;
  /** By how many milliseconds a step may be stamped before the step that it follows (default 0; `ordered` only). */
  readonly tieMs?: number | undefined;
  readonly entryRange?: EntryRange | null | undefined;
  readonly timeZone?: string | undefined;
  /** The data's cut-off: rows after it are left out. A date is a whole local day. Default: the last instant in the data. */
  readonly asOf?: string | null | undefined;
  /** ISO 4217 code of the values, for labels. */
  readonly currency?: string | null | undefined;
  /** Of the intervals (default 0.95). */
  readonly confidence?: number | undefined;
  /** Rates and times that rest on fewer customers than this are left out (C17). Default 0: none. */
  readonly minN?: number | undefined;
}

const NAMES: readonly (keyof FunnelOptions)[] = [
  'customer', 'time', 'stage', 'value', 'segment', 'steps', 'order', 'window', 'windowFrom', 'attempt', 'tieMs', 'entryRange',
  'timeZone', 'asOf', 'currency', 'confidence', 'minN',
];

/** Returns *options* with every default written out. Throws OptionError for an unknown name or a value that makes no sense. */
export function resolveFunnelOptions(options: FunnelOptions): FunnelOptions {
  const check = new OptionCheck('funnel', options, NAMES);
  const timeZone = check.timeZone();
  const asOf = check.text('asOf', null);
  if (asOf !== null && parseInstant(asOf, timeZone) === null) check.refuse('asOf', asOf, 'an ISO 8601 date or instant');
  return {
    customer: check.text('customer', null),
    time: check.text('time', null),
    stage: check.text('stage', null),
    value: check.text('value', null),
    segment: check.text('segment', null),
    steps: check.texts('steps'),
    order: check.oneOf<'ordered' | 'any'>('order', ['ordered', 'any'], 'ordered'),
    window: checkWindow(check),
    windowFrom: check.oneOf<'entry'>('windowFrom', ['entry'], 'entry'),
    attempt: check.oneOf<'best'>('attempt', ['best'], 'best'),
    tieMs: check.number('tieMs', { min: 0 }, 0),
    entryRange: checkEntryRange(check, timeZone),
    timeZone,
    asOf,
    currency: check.text('currency', null),
    confidence: check.number('confidence', { min: 0.5, max: 0.9999 }, 0.95),
    minN: check.number('minN', { min: 0, integer: true }, 0),
  };
}

/** Returns the rules by which attempts are found, and the first instant (microseconds) that is left out. */
export function attemptRules(options: FunnelOptions, timeZone: string): { readonly rules: AttemptRules; readonly cutOff: number } {
  const { from, to } = options.entryRange ?? {};
  return {
    cutOff: cutOffOf('funnel', options.asOf, timeZone),
    rules: {
      order: options.order ?? 'ordered',
      windowMicros: options.window == null ? Infinity : (windowMicros(options.window) ?? Infinity),
      tieMicros: (options.tieMs ?? 0) * 1000,
      entryFrom: from == null ? -Infinity : (parseInstant(from, timeZone)?.start ?? -Infinity),
      entryBefore: to == null ? Infinity : (parseInstant(to, timeZone)?.endExclusive ?? Infinity),
    },
  };
}

function checkWindow(check: OptionCheck): string | number | null {
  const window = check.raw('window');
  if (window === null) return null;
  if ((typeof window !== 'string' && typeof window !== 'number') || windowMicros(window) === null) {
    check.refuse('window', window, 'a length such as 30d, 12h or 60s, or a number of days');
  }
  return window;
}

function checkEntryRange(check: OptionCheck, timeZone: string): EntryRange | null {
  const range = check.raw('entryRange');
  if (range === null) return null;
  const expected = '{from, to} with ISO 8601 dates or instants, from not after to';
  if (typeof range !== 'object' || Object.keys(range).some((name) => name !== 'from' && name !== 'to')) check.refuse('entryRange', range, expected);
  const { from = null, to = null } = range as EntryRange;
  const instant = (text: unknown): ReturnType<typeof parseInstant> => (typeof text === 'string' ? parseInstant(text, timeZone) : null);
  const start = instant(from);
  const end = instant(to);
  const broken = (from !== null && start === null) || (to !== null && end === null) || (start !== null && end !== null && start.start >= end.endExclusive);
  if (broken) check.refuse('entryRange', range, expected);
  return { from, to };
}
