import { parseInstant } from '../calendar/local-date.js';
import { type Grain, GRAINS } from '../calendar/grain.js';
import { readAsOf } from './cut-off.js';
import { readMinCell } from './min-cell.js';
import { OptionCheck } from './option-check.js';

/** What is watched: durations as they stand, subscriptions by their dates, or the time from a first purchase to the second. */
export type SurvivalOf = 'durations' | 'subscriptions' | 'purchases';

/** What survival is asked for. */
export interface SurvivalOptions {
  /** The columns by role. `duration` and `event`, or `start` and `end`, or `customer` and `time` with `value`. */
  readonly duration?: string | null | undefined;
  readonly event?: string | null | undefined;
  readonly entry?: string | null | undefined;
  readonly start?: string | null | undefined;
  readonly end?: string | null | undefined;
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly value?: string | null | undefined;
  /** Groups that are told apart and compared. */
  readonly segment?: string | null | undefined;
  /** What is watched. Default: durations where there is a column of them, otherwise subscriptions, otherwise purchases. */
  readonly of?: SurvivalOf | null | undefined;
  /** Which text in `event` means that it happened. Default: yes, true, 1 and the like, against no, false, 0. */
  readonly eventValue?: string | null | undefined;
  /** What time is counted in. Default: months, days for purchases. The unit of `duration` is the data's own. */
  readonly period?: Grain | null | undefined;
  /** Subscriptions are known from this local date on: earlier ones enter late (left truncation). ISO 8601. */
  readonly observedFrom?: string | null | undefined;
  /** How many periods to project beyond the last observed one, by a shifted-beta-geometric model. 0: none. */
  readonly project?: number | undefined;
  readonly timeZone?: string | undefined;
  /** ISO 8601 date or instant up to which the data is complete. Default: the last day that holds data. */
  readonly asOf?: string | null | undefined;
  /** Of the log-log intervals. */
  readonly confidence?: number | undefined;
  /** Groups of fewer tell their number and nothing else. */
  readonly minN?: number | undefined;
  /** Groups of fewer are withheld, with them what would tell them, and times are taken together until as many lie between them; 0: none. */
  readonly minCell?: number | undefined;
}

const NAMES: readonly (keyof SurvivalOptions)[] = [
  'duration', 'event', 'entry', 'start', 'end', 'customer', 'time', 'value', 'segment', 'of', 'eventValue', 'period', 'observedFrom',
  'project', 'timeZone', 'asOf', 'confidence', 'minN', 'minCell',
];

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolveSurvival(options: SurvivalOptions): SurvivalOptions {
  const check = new OptionCheck('survival', options, NAMES);
  const observedFrom = check.text('observedFrom', null);
  if (observedFrom !== null && parseInstant(observedFrom, 'UTC') === null) check.refuse('observedFrom', observedFrom, 'an ISO 8601 date such as 2024-01-01');
  return {
    duration: check.text('duration', null), event: check.text('event', null), entry: check.text('entry', null),
    start: check.text('start', null), end: check.text('end', null),
    customer: check.text('customer', null), time: check.text('time', null), value: check.text('value', null),
    segment: check.text('segment', null),
    of: check.raw('of') === null ? null : check.oneOf('of', ['durations', 'subscriptions', 'purchases'] as const, 'durations'),
    eventValue: check.text('eventValue', null),
    period: check.raw('period') === null ? null : check.oneOf('period', GRAINS, 'month'), observedFrom,
    project: check.number('project', { min: 0, max: 1000, integer: true }, 0),
    timeZone: check.timeZone(), asOf: readAsOf(check),
    confidence: check.number('confidence', { min: 0.5, max: 0.9999 }, 0.95),
    minN: check.number('minN', { min: 0, integer: true }, 0), minCell: readMinCell(check),
  };
}
