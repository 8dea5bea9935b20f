import { type Result, type Row, rowsOf } from '@clientele/metrics';
import { numberIn, textIn } from '../locales/format.js';
import type { Locale } from '../locales/locale.js';
import { stageNames } from './stage-names.js';

/** A step of a funnel as its result tells it: counts are null where the result has none. */
export interface StepRow {
  readonly stage: string;
  /** The stage as readers call it. */
  readonly name: string;
  readonly reached: number | null;
  readonly ofPrevious: number | null;
  readonly ofFirst: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of those who came to the stage, the ones who stand at a later one; null where the result doesn't tell. */
  readonly converted: number | null;
  /** Of those who reached this step, the ones who did not go on. */
  readonly lost: number | null;
  readonly open: number | null;
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly everHad: number | null;
  readonly skipped: number | null;
  /** Of those who came to the stage, the ones who stand at an earlier one now; only where stages are places. */
  readonly movedBack: number | null;
  readonly value: number | null;
  readonly lowN: boolean;
  /** Something of it may not be told: what is null then is withheld. */
  readonly suppressed: boolean;
  /** The end-to-end share's interval. */
  readonly overallLower: number | null;
  readonly overallUpper: number | null;
  /** How earlier entries did at this step; null where there is nothing to compare with. */
  readonly before: StepBefore | null;
  readonly segments: readonly SegmentRow[];
}

/** What earlier entries did at a step, and what became of the share of the step before since. */
export interface StepBefore {
  readonly reached: number | null;
  readonly ofPrevious: number | null;
  readonly change: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Whether the interval of the change leaves 0 out. */
  readonly distinguishable: boolean | null;
}

/** What one segment did at a step. */
export interface SegmentRow {
  readonly segment: string;
  readonly row: StepRow;
}

/** Returns the steps of *result* in their order, with the segments of each (by name as in the result). */
export function stepRows(result: Result, locale: Locale): StepRow[] {
  const rows = rowsOf(result.table);
  const names = stageNames(rows.map((row) => textIn(row, 'stage')), locale);
  const segments = result.tables['segments'] === undefined ? [] : rowsOf(result.tables['segments']);
  return rows.map((row, k) => {
    const name = names[k] ?? '';
    const mine = segments.filter((other) => other['stage'] === row['stage']);
    return stepRow(row, name, mine.map((other) => ({ segment: textIn(other, 'segment'), row: stepRow(other, name, []) })));
  });
}

function stepRow(row: Row, name: string, segments: readonly SegmentRow[]): StepRow {
  return {
    stage: textIn(row, 'stage'), name,
    reached: numberIn(row, 'ordered_count'), ofPrevious: numberIn(row, 'step_conversion'), ofFirst: numberIn(row, 'overall_conversion'),
    lower: numberIn(row, 'lower'), upper: numberIn(row, 'upper'),
    converted: numberIn(row, 'converted'), lost: numberIn(row, 'lost'), open: numberIn(row, 'still_open'),
    medianSeconds: numberIn(row, 'median_seconds'), p90Seconds: numberIn(row, 'p90_seconds'),
    everHad: numberIn(row, 'open_count'), skipped: numberIn(row, 'skipped'), movedBack: numberIn(row, 'moved_back'), value: numberIn(row, 'value'),
    overallLower: numberIn(row, 'overall_lower'), overallUpper: numberIn(row, 'overall_upper'),
    lowN: row['low_n'] === true, suppressed: row['suppressed'] === true, before: stepBefore(row), segments,
  };
}

function stepBefore(row: Row): StepBefore | null {
  if (row['ordered_count_before'] === undefined) return null;
  const { distinguishable } = row;
  return {
    reached: numberIn(row, 'ordered_count_before'), ofPrevious: numberIn(row, 'step_conversion_before'), change: numberIn(row, 'change'),
    lower: numberIn(row, 'change_lower'), upper: numberIn(row, 'change_upper'), distinguishable: typeof distinguishable === 'boolean' ? distinguishable : null,
  };
}
