import type { Estimate, Note, Summary } from '../metric.js';
import { type Row, type Table, tableOf } from '../table.js';
import { periodSpan } from './period-span.js';
import { type Answers, answersOf } from './satisfaction-answers.js';
import { changeOf, NO_CHANGE } from './satisfaction-change.js';
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
  const total = answersOf(rows, excluded, scale);
  const divided = options.period != null || options.segment != null;
  const cells = divided ? cellsOf(rows, excluded, scale) : [{ period: null, segment: null, answers: total }];
  const known = new Map(cells.map((cell) => [keyOf(ordinalOf(cell), cell.segment), cell.answers]));

  function ordinalOf({ period }: Cell): number | null {
    return period === null ? null : span.periods.ordinalOfDate(period);
  }

  function change(cell: Cell): Row {
    const ordinal = ordinalOf(cell);
    const before = ordinal === null ? undefined : known.get(keyOf(ordinal - 1, cell.segment));
    const told = before !== undefined && !isSuppressed(before, options) && !isSuppressed(cell.answers, options);
    return told ? changeOf(cell.answers, before, scale, options) : NO_CHANGE;
  }

  const partial = options.period != null && span.last !== null && !span.lastIsOver ? [span.periods.dateOf(span.last)] : [];
  return {
    table: scoreTable(scale, cells.map((cell) => ({ ...labelledRow(cell, scale, options), ...change(cell) }))),
    scalars: { n: total.n, excluded: total.excluded, effective_size: total.n === 0 ? null : total.effectiveSize },
    tables: {
      total: scoreTable(scale, [labelledRow({ period: null, segment: null, answers: total }, scale, options)]),
      distribution: distributionOf(cells, scale, options),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: span.asOf, partial: partial.filter((date) => cells.some((cell) => cell.period === date)) },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: null,
      inferred: {},
      notes: notesOf(total, excluded),
    },
  };
}

interface Cell {
  readonly period: string | null;
  readonly segment: string | null;
  readonly answers: Answers;
}

/** The cells in the order of the table `excluded`, which has a row for each. */
function cellsOf(rows: readonly Row[], excluded: readonly Row[], scale: ScoreScale): Cell[] {
  const byCell = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(textIn(row, 'period'), textIn(row, 'segment'));
    const known = byCell.get(key);
    if (known === undefined) byCell.set(key, [row]);
    else known.push(row);
  }
  return excluded.map((row) => {
    const period = textIn(row, 'period');
    const segment = textIn(row, 'segment');
    return { period, segment, answers: answersOf(byCell.get(keyOf(period, segment)) ?? [], [row], scale) };
  });
}

function keyOf(period: string | number | null, segment: string | null): string {
  return JSON.stringify([period, segment]);
}

function isSuppressed(answers: Answers, options: ResolvedSatisfactionOptions): boolean {
  return answers.n > 0 && answers.n < options.minN;
}

function labelledRow({ period, segment, answers }: Cell, scale: ScoreScale, options: ResolvedSatisfactionOptions): Row {
  return { ...scoreRow(answers, scale, options, isSuppressed(answers, options)), period, segment, item: options.score ?? null };
}

function scoreTable(scale: ScoreScale, rows: readonly Row[]): Table {
  return tableOf(SCALE_COLUMNS[scale.type], rows);
}

function distributionOf(cells: readonly Cell[], scale: ScoreScale, options: ResolvedSatisfactionOptions): Table {
  const told = cells.filter(({ answers }) => answers.n > 0 && !isSuppressed(answers, options));
  return tableOf({ period: 'date', segment: 'utf8', score: 'int32', n: 'int32', share: 'float64' }, told.flatMap(({ period, segment, answers }) => (
    Array.from(answers.counts, (n, place) => ({
      period, segment, score: scale.min + place, n, share: answers.weight > 0 ? (answers.weights[place] ?? 0) / answers.weight : null,
    })))));
}

function notesOf(total: Answers, excluded: readonly Row[]): Note[] {
  const notes: Note[] = [];
  const outside = excluded.reduce((sum, row) => sum + numberIn(row, 'score_out_of_scale'), 0);
  if (outside > 0) notes.push({ code: 'out_of_scale', message: `${outside} scores are not on the scale and are left out.`, params: { rows: outside } });
  if (total.n === 0) notes.push({ code: 'no_answers', message: 'Nobody answered.' });
  return notes;
}
