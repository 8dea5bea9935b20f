import { GRAINS, type Grain } from '../calendar/grain.js';
import { parseInstant } from '../calendar/local-date.js';
import { readMinCell } from './min-cell.js';
import { OptionCheck } from './option-check.js';
import { checkScale, type SatisfactionScale } from './satisfaction-scale.js';

/** What satisfaction may be asked. Names are columns; null is the same as absent. */
export interface SatisfactionOptions {
  readonly score?: string | null | undefined;
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly segment?: string | null | undefined;
  readonly weight?: string | null | undefined;
  /** What a score means, as an object or as text: `nps`, `csat:1-5:4`, `ces:1-7:high`. Default `nps`. */
  readonly scale?: SatisfactionScale | string | undefined;
  /** A row of the result for each of these; needs a time column. Null: all time in one. */
  readonly period?: Grain | null | undefined;
  readonly timeZone?: string | undefined;
  /** 1 = Monday (default) to 7 = Sunday. */
  readonly weekStart?: number | undefined;
  /** The data's cut-off: rows after it are left out. A date is a whole local day. Needs a time column. */
  readonly asOf?: string | null | undefined;
  /** Of NPS: `adjusted-wald` (default) or `wald`. */
  readonly interval?: 'adjusted-wald' | 'wald' | undefined;
  /** Of the intervals (default 0.95). */
  readonly confidence?: number | undefined;
  /** Scores that rest on fewer answers than this are left out (C17). Default 0: none. */
  readonly minN?: number | undefined;
  /** Groups of fewer answers, and what would tell them, are withheld altogether; 0 for none (see `readMinCell`). */
  readonly minCell?: number | undefined;
  /** Count the answers of this many periods together, for each period: the table `rolling`. Needs `period`. Null: no such table. */
  readonly rolling?: number | null | undefined;
  /** Rows without a score stand for customers who were asked and did not answer, so that there is a response rate. */
  readonly unanswered?: boolean | undefined;
}

/** Options with every default written out and the scale as an object. */
export interface ResolvedSatisfactionOptions extends SatisfactionOptions {
  readonly scale: SatisfactionScale;
  readonly interval: 'adjusted-wald' | 'wald';
  readonly confidence: number;
  readonly minN: number;
  readonly minCell: number;
  readonly rolling: number | null;
  readonly unanswered: boolean;
}

const NAMES: readonly (keyof SatisfactionOptions)[] = [
  'score', 'customer', 'time', 'segment', 'weight', 'scale', 'period', 'timeZone', 'weekStart', 'asOf', 'interval', 'confidence', 'minN', 'minCell', 'rolling',
  'unanswered',
];

/** Returns *options* with every default written out. Throws OptionError for an unknown name or a value that makes no sense. */
export function resolveSatisfactionOptions(options: SatisfactionOptions): ResolvedSatisfactionOptions {
  const check = new OptionCheck('satisfaction', options, NAMES);
  const timeZone = check.timeZone();
  const asOf = check.text('asOf', null);
  if (asOf !== null && parseInstant(asOf, timeZone) === null) check.refuse('asOf', asOf, 'an ISO 8601 date or instant');
  const rolling = check.number('rolling', { min: 2, max: 1000, integer: true }, null);
  if (rolling !== null && check.raw('period') === null) check.refuse('rolling', rolling, 'a period with it, of which it counts several together');
  return {
    score: check.text('score', null),
    customer: check.text('customer', null),
    time: check.text('time', null),
    segment: check.text('segment', null),
    weight: check.text('weight', null),
    scale: checkScale(check.raw('scale') ?? { type: 'nps' }),
    period: check.raw('period') === null ? null : check.oneOf<Grain>('period', GRAINS, 'month'),
    timeZone,
    weekStart: check.number('weekStart', { min: 1, max: 7, integer: true }, 1),
    asOf,
    interval: check.oneOf<'adjusted-wald' | 'wald'>('interval', ['adjusted-wald', 'wald'], 'adjusted-wald'),
    confidence: check.number('confidence', { min: 0.5, max: 0.9999 }, 0.95),
    minN: check.number('minN', { min: 0, integer: true }, 0),
    minCell: readMinCell(check),
    rolling,
    unanswered: check.flag('unanswered', false),
  };
}
