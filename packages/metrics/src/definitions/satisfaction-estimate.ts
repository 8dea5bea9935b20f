import type { Estimate, Note, Summary } from '../metric.js';
import { type Row, type Table, tableOf } from '../table.js';
import { periodSpan } from './period-span.js';
import { type Answers, answersOf } from './satisfaction-answers.js';
import { type AnswerCell, answerCells, cellKey, rollingCells } from './satisfaction-cells.js';
import { changeOf, NO_CHANGE } from './satisfaction-change.js';
import { type Told, toldAnswers } from './satisfaction-disclosure.js';
import type { ResolvedSatisfactionOptions } from './satisfaction-options.js';
import { SCALE_COLUMNS, scoreRow } from './satisfaction-score.js';
import { type ScoreScale, scoreScale } from './satisfaction-scale.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** Scores, shares and intervals from counts of answers. See `satisfaction` for what they mean. */
export function estimateSatisfaction(summary: Summary, options: ResolvedSatisfactionOptions): Estimate {
  const scale = scoreScale(options.scale);
  const rows = summaryRows('satisfaction', summary, 'satisfaction');
  const excluded = summaryRows('satisfaction', summary, 'excluded');
  const window = summaryRows('satisfaction', summary, 'window')[0] ?? {};
  const span = periodSpan('satisfaction', window, { ...options, period: options.period ?? undefined });
  const ordinalOf = (period: string): number => span.periods.ordinalOfDate(period);
  const total: AnswerCell = { period: null, segment: null, rows, excluded, answers: answersOf(rows, excluded, scale) };
  const divided = options.period != null || options.segment != null;
  const cells = divided ? answerCells(rows, excluded, scale) : [total];
  const rolling = options.rolling === null ? null : rollingCells(cells, options.rolling, scale, ordinalOf);
  const told = toldAnswers([
    ...cells.map(({ answers }) => ({ answers, parts: null })), ...(rolling ?? []),
    ...(divided ? [{ answers: total.answers, parts: [...cells.keys()] }] : []),
  ], scale, options.minCell);
  const shown = (list: readonly AnswerCell[], from: number): ShownCell[] => list.map((cell, i) => ({ ...cell, told: told[from + i] ?? NOTHING }));
  const cellsShown = shown(cells, 0);
  const totalShown = divided ? shown([total], told.length - 1) : cellsShown;
  const partial = options.period != null && span.last !== null && !span.lastIsOver ? [span.periods.dateOf(span.last)] : [];
  const rowsOfCells = (list: readonly ShownCell[], distance: number): Row[] => withChanges(list, distance, scale, options, ordinalOf).map((row) => (
    { ...row, partial: row['period'] === null ? null : partial.includes(String(row['period'])) }));
  const totalTold = totalShown[0]?.told.n === true;
  return {
    table: scoreTable(scale, rowsOfCells(cellsShown, 1)),
    scalars: {
      n: totalTold ? total.answers.n : null, excluded: total.answers.excluded,
      effective_size: total.answers.n === 0 || !totalTold ? null : total.answers.effectiveSize,
    },
    tables: {
      total: scoreTable(scale, rowsOfCells(totalShown, 0)),
      ...(rolling === null || options.rolling === null ? {} : { rolling: scoreTable(scale, rowsOfCells(shown(rolling, cells.length), options.rolling)) }),
      distribution: distributionOf(cellsShown, scale, options),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: span.asOf, partial: partial.filter((date) => cells.some((cell) => cell.period === date)) },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: null,
      inferred: {},
      notes: notesOf(total.answers, excluded, scale, options),
    },
  };
}

interface ShownCell extends AnswerCell {
  readonly told: Told;
}

const NOTHING: Told = { n: false, groups: [], scores: [] };

/** The rows of *cells*, each with its change from the one *distance* periods before, so that no answer is on both sides; 0 for none. */
function withChanges(
  cells: readonly ShownCell[], distance: number, scale: ScoreScale, options: ResolvedSatisfactionOptions, ordinalOf: (period: string) => number,
): Row[] {
  const known = new Map(cells.map((cell) => [cellKey(cell.period === null ? null : ordinalOf(cell.period), cell.segment), cell]));
  const hasScore = ({ answers, told }: ShownCell): boolean => told.n && told.groups.every(Boolean) && !(answers.n > 0 && answers.n < options.minN);
  return cells.map((cell) => {
    const { period, segment, answers, told } = cell;
    const before = period === null || distance === 0 ? undefined : known.get(cellKey(ordinalOf(period) - distance, segment));
    const change = before !== undefined && hasScore(before) && hasScore(cell) ? changeOf(answers, before.answers, scale, options) : NO_CHANGE;
    return { ...scoreRow(answers, scale, options, told), period, segment, item: options.score ?? null, ...change };
  });
}

function scoreTable(scale: ScoreScale, rows: readonly Row[]): Table {
  return tableOf(SCALE_COLUMNS[scale.type], rows);
}

function distributionOf(cells: readonly ShownCell[], scale: ScoreScale, options: ResolvedSatisfactionOptions): Table {
  const rows: Row[] = [];
  for (const { period, segment, answers: { n: all, counts, weights, weight }, told } of cells) {
    if (!told.n || all === 0 || all < options.minN) continue;
    counts.forEach((n, place) => {
      const isTold = told.scores[place] === true;
      const share = isTold && weight > 0 ? weights[place]! / weight : null;
      rows.push({ period, segment, score: scale.min + place, n: isTold ? n : null, share, suppressed: !isTold });
    });
  }
  return tableOf({ period: 'date', segment: 'utf8', score: 'int32', n: 'int32', share: 'float64', suppressed: 'bool' }, rows);
}

function notesOf(total: Answers, excluded: readonly Row[], scale: ScoreScale, { minCell }: ResolvedSatisfactionOptions): Note[] {
  const notes: Note[] = [];
  const outside = excluded.reduce((sum, row) => sum + numberIn(row, 'score_out_of_scale'), 0);
  if (outside > 0) notes.push({ code: 'out_of_scale', message: `${outside} scores are not on the scale and are left out.`, params: { rows: outside } });
  if (total.n === 0) notes.push({ code: 'no_answers', message: 'Nobody answered.' });
  if (scale.type === 'nps' && (scale.min !== 0 || scale.max !== 10)) {
    notes.push({
      code: 'nps_not_standard', message: `The Net Promoter Score is defined on 0 to 10; these answers run from ${scale.min} to ${scale.max}.`,
      params: { min: scale.min, max: scale.max },
    });
  }
  if (minCell > 1 && total.n > 0) {
    notes.push({ code: 'small_groups_withheld', message: `Groups of 1 to ${minCell - 1} answers, and what would tell them, are withheld.`, params: { minCell } });
  }
  return notes;
}
