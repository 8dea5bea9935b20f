import type { Estimate } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type SumLine, withheldCells } from '../statistics/suppression.js';
import { type Row, rowsOf } from '../table.js';
import type { Answers } from './satisfaction-answers.js';
import { groupOf, SCORE_GROUPS } from './satisfaction-mark.js';
import type { ScoreScale } from './satisfaction-scale.js';

/** Of what answers `minCell` withholds nothing. */
export interface Told {
  readonly n: boolean;
  /** By group of the scale, in the order of `SCORE_GROUPS`. */
  readonly groups: readonly boolean[];
  /** By score from the scale's lowest. */
  readonly scores: readonly boolean[];
}

/** Answers, and those that they are the sum of: places in the list of answers, null for those of a single cell. */
export interface SummedAnswers {
  readonly answers: Answers;
  readonly parts: readonly number[] | null;
}

/**
 * Returns what may be told of each of *rows*, all of which are shown: the numbers of answers, of each group and of each score
 * add up within a row, and rows add up to totals and rolling windows, so one can tell another. The number of all answers
 * is known: it is told, unless it is under *minCell* itself.
 */
export function toldAnswers(rows: readonly SummedAnswers[], scale: ScoreScale, minCell: number): Told[] {
  if (minCell < 2) {
    const all: Told = { n: true, groups: SCORE_GROUPS[scale.type].map(() => true), scores: Array.from({ length: scale.max - scale.min + 1 }, () => true) };
    return rows.map(() => all);
  }
  const counts: number[] = [];
  const lines: SumLine[] = [];
  const cell = (count: number): number => counts.push(count) - 1;
  const places = rows.map(({ answers, parts }) => {
    const scores = Array.from(answers.counts, cell);
    const groups = SCORE_GROUPS[scale.type].map((group) => {
      const inGroup = scores.filter((_, place) => groupOf(scale, scale.min + place) === group);
      const total = cell(inGroup.reduce((sum, score) => sum + counts[score]!, 0));
      lines.push({ parts: inGroup, total });
      return total;
    });
    const n = cell(answers.n);
    lines.push({ parts: groups, total: n });
    return { scores, groups, n, parts };
  });
  for (const { scores, groups, n, parts } of places) {
    if (parts === null) continue;
    const of = parts.map((part) => places[part]!);
    lines.push({ parts: of.map((part) => part.n), total: n });
    groups.forEach((group, i) => lines.push({ parts: of.map((part) => part.groups[i]!), total: group }));
    scores.forEach((score, i) => lines.push({ parts: of.map((part) => part.scores[i]!), total: score }));
  }
  const single = places.filter(({ parts }) => parts === null);
  const all = single.reduce((sum, { n }) => sum + counts[n]!, 0);
  const hidden = all < minCell ? null : withheldCells(counts, [...lines, { parts: single.map(({ n }) => n) }], minCell);
  const isTold = (place: number): boolean => hidden === null ? counts[place] === 0 : hidden[place] === 0;
  return places.map(({ n, groups, scores }) => ({ n: isTold(n), groups: groups.map(isTold), scores: scores.map(isTold) }));
}

/** Returns whether the answers behind *mark* are told, and hold none that are withheld. */
export function tellsAnswers(mark: Mark, { table, tables }: Estimate, scale: ScoreScale): boolean {
  const inCell = (row: Row): boolean => (mark['period'] === undefined || row['period'] === mark['period']) && (mark['segment'] === undefined || row['segment'] === mark['segment']);
  const rows = rowsOf(table).filter(inCell);
  const scores = rowsOf(tables['distribution'] ?? table).filter(inCell);
  const behind = scores.filter((row) => (
    (mark['score'] === undefined || row['score'] === Number(mark['score'])) && (mark['group'] === undefined || groupOf(scale, Number(row['score'])) === mark['group'])));
  const asksForPart = mark['score'] !== undefined || mark['group'] !== undefined;
  return rows.every((row) => row['n'] !== null) && !(asksForPart && behind.some((row) => row['suppressed'] === true));
}
