import type { Row } from '../table.js';
import { type Answers, answersOf } from './satisfaction-answers.js';
import type { ScoreScale } from './satisfaction-scale.js';
import { textIn } from './summary-cells.js';

/** The answers of one period and segment, or of several periods in a row. */
export interface AnswerCell {
  readonly period: string | null;
  readonly segment: string | null;
  readonly answers: Answers;
  /** The rows of the summary that it holds. */
  readonly rows: readonly Row[];
  readonly excluded: readonly Row[];
}

/** Returns the cells of a summary, in the order of its table `excluded`, which has a row for each. */
export function answerCells(rows: readonly Row[], excluded: readonly Row[], scale: ScoreScale): AnswerCell[] {
  const byCell = new Map<string, Row[]>();
  for (const row of rows) {
    const key = cellKey(textIn(row, 'period'), textIn(row, 'segment'));
    const known = byCell.get(key);
    if (known === undefined) byCell.set(key, [row]);
    else known.push(row);
  }
  return excluded.map((row) => {
    const period = textIn(row, 'period');
    const segment = textIn(row, 'segment');
    const held = byCell.get(cellKey(period, segment)) ?? [];
    return { period, segment, rows: held, excluded: [row], answers: answersOf(held, [row], scale) };
  });
}

/** Returns a key of a period (its date or number) and a segment. */
export function cellKey(period: string | number | null, segment: string | null): string {
  return `${period ?? ''} ${segment ?? ''}`;
}

/** A rolling window: the answers of *length* periods up to and with `period`, and the cells that they come from. */
export interface RollingCell extends AnswerCell {
  readonly parts: readonly number[];
}

/**
 * Returns, for each segment and each period from the first with *length* periods behind it, the answers of that period and
 * those before it, counted together; none where nobody answered in all of them. *ordinalOf* numbers periods by date.
 */
export function rollingCells(cells: readonly AnswerCell[], length: number, scale: ScoreScale, ordinalOf: (period: string) => number): RollingCell[] {
  const numbered = cells.map((cell, place) => ({ cell, place, ordinal: ordinalOf(cell.period ?? '') }));
  const first = numbered.reduce((least, { ordinal }) => Math.min(least, ordinal), Infinity);
  const ends = [...new Map(numbered.map(({ ordinal, cell }) => [ordinal, cell.period]))].sort(([a], [b]) => a - b).filter(([ordinal]) => ordinal - first >= length - 1);
  const segments = [...new Set(cells.map(({ segment }) => segment))];
  return ends.flatMap(([end, period]) => segments.flatMap((segment): RollingCell[] => {
    const held = numbered.filter(({ cell, ordinal }) => cell.segment === segment && ordinal > end - length && ordinal <= end);
    const rows = held.flatMap(({ cell }) => cell.rows);
    const excluded = held.flatMap(({ cell }) => cell.excluded);
    return held.length === 0 ? [] : [{ period, segment, rows, excluded, parts: held.map(({ place }) => place), answers: answersOf(rows, excluded, scale) }];
  }));
}
