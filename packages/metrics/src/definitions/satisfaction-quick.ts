import type { Frame, Input } from '../arrow/frame.js';
import type { AnswerCounts } from '../kernels/answer-counts.js';
import { PlainAnswerCounts } from '../kernels/answer-counts-plain.js';
import { WasmAnswerCounts } from '../kernels/answer-counts-wasm.js';
import type { PositionColumn, TextList } from '../kernels/stored-columns.js';
import type { Kernels, QuickFold } from '../metric.js';
import { countRows, createTally, rowCounts } from './row-tally.js';
import type { SatisfactionPlan } from './satisfaction-plan.js';
import { satisfactionSummary } from './satisfaction-summary.js';
import { MISSING_SEGMENT } from './segment-label.js';

/**
 * Returns the quick way to counts by period, segment and score, or null for other questions: weights, and times that are only looked at.
 * Nobody is named by it, so customers are not read.
 */
export function quickSatisfaction(plan: SatisfactionPlan, input: Input, kernels: Kernels | null): QuickFold | null {
  const { score, segment, weight, time, periods, scale, cutOff, zone } = plan;
  if (weight !== null || (time !== null && periods === null)) return null;
  const levels = { lowest: scale.min, levels: scale.max - scale.min + 1 };
  const calendar = periods ?? { ordinalOf: () => 0, endOf: () => Infinity, fill: () => undefined };
  const counts: AnswerCounts = kernels === null
    ? new PlainAnswerCounts((instants, out) => calendar.fill(instants, out), cutOff, levels)
    : new WasmAnswerCounts(kernels(), calendar, cutOff, levels);
  const keys = segment === null ? null : input.keyIndex(segment);
  const texts: TextList | null = keys === null ? null : { get size() { return keys.size; }, text: (code) => keys.text(code) };
  const groupsOf = (frame: Frame): PositionColumn | null => (
    segment === null || texts === null ? null : frame.positions(segment) ?? { values: frame.keys(segment), valid: null, texts });
  return {
    add: (frame, mask) => counts.add({
      count: frame.numRows,
      times: time === null ? null : { ticks: frame.ticks(time), instants: () => frame.instants(time) },
      scores: frame.bytes(score) ?? frame.numbers(score),
      groups: groupsOf(frame),
      mask,
    }),
    finish() {
      const { cells, withoutTime, afterCutOff, first, last } = counts.totals();
      const left = (reason: number): number => cells.reduce((sum, cell) => sum + cell.counts[levels.levels + reason]!, 0);
      const rows = createTally();
      const used = cells.reduce((sum, cell) => sum + cell.counts.subarray(0, levels.levels).reduce((a, b) => a + b, 0), 0);
      countRows(rows, used, { time_missing: withoutTime, after_as_of: afterCutOff, score_missing: left(0), score_out_of_scale: left(1) });
      return satisfactionSummary({
        cells: cells.map(({ period, group, counts: by }) => ({
          period: periods === null ? null : periods.dateOf(period), segment: segment === null ? null : (group ?? MISSING_SEGMENT),
          counts: by.subarray(0, levels.levels), excluded: [by[levels.levels]!, by[levels.levels + 1]!, 0], weightAt: null,
        })),
        scale, first, last, rows: rowCounts(rows), zone,
      });
    },
  };
}
