import { type Result, rowsOf } from '@clientele/metrics';
import { numberIn, textIn } from '../locales/format.js';

/** Below this many customers times and rates jump about. */
const ENOUGH = 30;

/** The step of which times and a trend can be told, from 0. */
export interface TellingStep {
  readonly index: number;
  readonly stage: string;
  /** Whether it is the last one. */
  readonly last: boolean;
}

/** Returns the last step that enough customers reached (30); where there is none, the last that anybody reached after the first. */
export function tellingStep(result: Result): TellingStep | null {
  const steps = rowsOf(result.table);
  const reached = steps.map((row) => numberIn(row, 'ordered_count') ?? 0);
  const index = Math.max(reached.findLastIndex((count, k) => k > 0 && count >= ENOUGH), 0) || reached.findLastIndex((count, k) => k > 0 && count > 0);
  const step = steps[index];
  return step === undefined || index < 1 ? null : { index, stage: textIn(step, 'stage'), last: index === steps.length - 1 };
}
